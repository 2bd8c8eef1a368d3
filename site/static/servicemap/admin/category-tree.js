/**
 * Search and counts for a tree of category checkboxes. Without the script the tree folds and works.
 *
 * @example
 * <category-tree>
 *   <div class="category-tree__search" hidden><input type="search"><p hidden>Nothing</p></div>
 *   <details>
 *     <summary>Topic <span data-count></span></summary>
 *     <ul><li data-words="topic"><label><input type="checkbox"> Topic</label></li></ul>
 *   </details>
 * </category-tree>
 */
class CategoryTree extends HTMLElement {
  connectedCallback() {
    this.search = this.querySelector('input[type="search"]');
    this.empty = this.querySelector('.category-tree__empty');
    this.topics = [...this.querySelectorAll('details')];
    this.opened = null;
    this.search.parentElement.hidden = false;
    this.search.addEventListener('input', () => this.filter());
    this.search.addEventListener('keydown', (event) => {
      // Enter would send the whole form.
      if (event.key === 'Enter') event.preventDefault();
    });
    this.addEventListener('change', () => this.count());
  }

  /** Shows only the branches that have the word; gives the folds back when it is cleared. */
  filter() {
    const word = this.search.value.trim().toLowerCase();
    if (word && !this.opened) this.opened = this.topics.map((topic) => topic.open);
    let found = false;
    this.topics.forEach((topic, index) => {
      const hits = this.filterItems([...topic.querySelectorAll(':scope > ul > li')], word);
      topic.hidden = !hits;
      found = found || hits;
      if (word) topic.open = hits;
      else if (this.opened) topic.open = this.opened[index];
    });
    if (!word) this.opened = null;
    this.empty.hidden = found;
  }

  /**
   * @param {HTMLLIElement[]} items
   * @param {string} word
   * @returns {boolean} whether any of the items or what is below them has the word
   */
  filterItems(items, word) {
    let any = false;
    items.forEach((item) => {
      const own = item.dataset.words.includes(word);
      const below = this.filterItems([...item.querySelectorAll(':scope > ul > li')], own ? '' : word);
      item.hidden = !(own || below);
      any = any || own || below;
    });
    return any;
  }

  /** Says in each topic how many are chosen. */
  count() {
    this.topics.forEach((topic) => {
      const chosen = topic.querySelectorAll('input:checked').length;
      topic.querySelector('[data-count]').textContent = chosen || '';
    });
  }
}

customElements.define('category-tree', CategoryTree);
