/** Opens the tab of the first field that a form was refused for, and goes to the field. */

const CONTROLS = 'input:not([type="hidden"]):not([disabled]), select, textarea, button';

const FRAMES = 60;

/** Waits until the tab, which fades in, shows the field. */
async function shown(element) {
  for (let frame = 0; frame < FRAMES && !element.checkVisibility(); frame += 1) {
    await new Promise(requestAnimationFrame);
  }
}

async function goToFirstError() {
  const error = document.querySelector('form[method="POST" i] .w-field--error, form[method="POST" i] .error-message');
  if (!error) return;
  const panel = error.closest('[role="tabpanel"]');
  if (panel) document.getElementById(panel.getAttribute('aria-labelledby'))?.click();
  const field = error.closest('[data-field]') ?? error.parentElement;
  const control = field.querySelector(CONTROLS);
  await shown(control ?? field);
  (control ?? field).scrollIntoView({ block: 'center' });
  control?.focus({ preventScroll: true });
}

// After Wagtail's own scripts, which open the first tab.
if (document.readyState === 'complete') goToFirstError();
else window.addEventListener('load', goToFirstError, { once: true });
