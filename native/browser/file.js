// A plain script, which browsers run from a file, too, where they refuse the program of the page.
addEventListener('DOMContentLoaded', () => {
  if (location.protocol !== 'file:') return;
  document.getElementById('file').hidden = false;
  document.getElementById('run').hidden = true;
});
