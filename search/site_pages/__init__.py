"""What the pages of the site and the grants say, found beside the listings."""
