// Starts the widgets of Wagtail's admin that would otherwise be started by inline scripts, which the content security
// policy forbids. See content/admin_scripts.py.
(function () {
  // Only these: a name out of the page's markup must not be able to call just anything.
  const STARTERS = /^(init(Date|DateTime|Time)Chooser|createTaskChooser|(Page|Image|Document|Snippet)?Chooser|InlinePanel|MultipleChooserPanel)$/;
  const WAITING = "template[data-start-widget]";

  function start(template) {
    const name = template.dataset.startWidget;
    if (!STARTERS.test(name) || !window[name]) return;
    const args = JSON.parse(template.dataset.arguments);
    template.removeAttribute("data-start-widget");
    if (name[0] === name[0].toUpperCase()) new window[name](...args);
    else window[name](...args);
  }

  function startAll(root) {
    if (root.matches(WAITING)) start(root);
    root.querySelectorAll(WAITING).forEach(start);
  }

  // What comes later comes in dialogues and in new rows of a form.
  const later = new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && node.isConnected) startAll(node);
      }
    }
  });

  // All scripts have run, and Stimulus has not started yet: it moves menus out of the widgets that they belong to.
  document.addEventListener(
    "readystatechange",
    () => {
      startAll(document.body);
      later.observe(document.body, { childList: true, subtree: true });
    },
    { once: true },
  );
})();
