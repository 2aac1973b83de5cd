// Says who will see the page while its audience is being chosen. Without it the sentence is right after saving.
document.addEventListener("change", (event) => {
  const sentence = document.querySelector("[data-who-sees-sentence]");
  if (!sentence || !event.target.matches('select[name="audience"]')) return;
  const sentences = JSON.parse(document.getElementById("who-sees-sentences").textContent);
  sentence.textContent = sentences[event.target.value] || sentence.textContent;
});
