// Starts the GOV.UK and MoJ components, again for what htmx brings in, and a few keys.
import { initAll as govuk } from './vendor/govuk-frontend.min.js';
import { initAll as moj } from './vendor/moj-frontend.min.js';
import { follow } from './live.js';

function start(scope) {
  govuk({ scope });
  moj({ scope });
  follow();
}

start(document);

document.addEventListener('htmx:after:process', (event) => {
  if (event.target instanceof Element && event.target !== document.body) start(event.target);
});

// Ctrl+Enter sends the form one is typing in, where the page asks for it.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest('form[data-ctrl-enter]');
  if (form) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// Typing makes the last "Saved at" untrue until the server answers again.
document.addEventListener('input', (event) => {
  const saved = event.target.closest('form')?.querySelector('[data-saved]');
  if (saved) saved.textContent = 'Not sent yet';
});

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print();
});
