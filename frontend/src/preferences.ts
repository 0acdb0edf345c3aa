/** What a person has set for themselves in this browser. Storing may be forbidden: then it lasts as long as the page. */
export interface Preferences {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

export function openPreferences(): Preferences {
  const session = new Map<string, string>();
  return {
    get(name) {
      try {
        return session.get(name) ?? localStorage.getItem(`berth-${name}`);
      } catch {
        return null;
      }
    },
    set(name, value) {
      session.set(name, value);
      try {
        localStorage.setItem(`berth-${name}`, value);
      } catch {
        // Private windows refuse; the map above remembers for this page.
      }
    },
  };
}
