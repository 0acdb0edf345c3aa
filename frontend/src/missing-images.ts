import { showSentence } from './code-words.ts';

/** What the lab says of a lesson's images, in the `machine` event. */
export interface ImagesEvent {
  readonly state: string;
  /** Those that the lesson needs and that are not on the machine. */
  readonly missingImages: readonly string[];
}

/** Says above a lesson which images are missing, and how they come back. */
export function openMissingImages(note: HTMLElement): (event: ImagesEvent) => void {
  return ({ state, missingImages }) => {
    if (state !== 'ready') {
      return;
    }
    const sentence = missingSentence(missingImages);
    if (note.dataset.said !== sentence) {
      note.dataset.said = sentence;
      note.replaceChildren();
      showSentence(note, sentence);
    }
    note.hidden = sentence === '';
  };
}

export function missingSentence(images: readonly string[]): string {
  if (images.length === 0) {
    return '';
  }
  const names = images.map((image) => `\`${image}\``).join(', ');
  const pulls = images.map((image) => `\`docker pull ${image}\``).join(', ');
  return images.length === 1
    ? `This lesson needs the image ${names}, and your machine does not have it. ${pulls} brings it.`
    : `This lesson needs the images ${names}, and your machine does not have them. These commands bring them: ${pulls}`;
}
