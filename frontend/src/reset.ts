/**
 * Makes a machine anew after a person has said yes to it.
 *
 * @param dialog asks the question
 * @param form the page's own form, which works without scripts and knows the address
 * @returns what asks the question
 */
export function openReset(dialog: HTMLDialogElement, form: HTMLFormElement): () => void {
  const ask = () => {
    dialog.returnValue = 'keep';
    dialog.showModal();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ask();
  });
  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'reset') {
      return;
    }
    try {
      const response = await fetch(form.action, { method: 'POST' });
      if (response.ok) {
        return;
      }
    } catch {
      // The browser's own way to post shows what is wrong.
    }
    form.submit();
  });
  return ask;
}
