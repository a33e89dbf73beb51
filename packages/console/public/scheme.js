// Sets the colours before the first paint, so that nothing blinks. A file of its own, because the page allows no inline script.
(function () {
  var root = document.documentElement;
  var chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
    if (localStorage.getItem('avouch.contrast') === 'more') root.setAttribute('data-contrast', 'more');
  } catch {
    chosen = null; // Storage is switched off: the system's colours it is.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
