// Until what the page keeps is kept: a change of our own that the database makes after those it was asked for before.

export const kept = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('tacit');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const last = opening.result.transaction(['keys', 'records'], 'readwrite');
          last.onabort = () => reject(last.error);
          last.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
