// What stays on the device: drafts, what was sent, the journal, and the form itself for use without a network.

import type { Engine } from '../engine';
import { Drafts } from './drafts';
import { JournalStore } from './journal';
import { forgetForm } from './offline';
import { browserVault, memoryVault } from './vault';

export { inAppBrowser } from './in-app';
export { keepForm, type FormNews } from './offline';
export type { JournalStore } from './journal';

export interface Device {
  readonly private: boolean;        // false: nothing outlives the page
  readonly journal: JournalStore;
  saveDraft(taskId: string, saved: string): Promise<void>;
  loadDraft(taskId: string): Promise<string | null>;
  forgetDraft(taskId: string): Promise<void>;
  markSent(taskId: string, day: string): Promise<void>;   // a UTC day; ends the draft
  wasSent(taskId: string): Promise<string | null>;
  eraseEverything(): Promise<void>;
}

// A private device is left untouched until something is kept. Where the browser keeps nothing it is a shared one.
export async function openDevice(engine: Engine, mode: 'private' | 'shared'): Promise<Device> {
  const vault = mode === 'private' ? await browserVault(engine) : memoryVault();
  const drafts = new Drafts(vault);
  return {
    private: vault.lasting,
    journal: new JournalStore(engine, vault),
    saveDraft: (taskId, saved) => drafts.save(taskId, saved),
    loadDraft: (taskId) => drafts.load(taskId),
    forgetDraft: (taskId) => drafts.forget(taskId),
    markSent: (taskId, day) => drafts.markSent(taskId, day),
    wasSent: (taskId) => drafts.wasSent(taskId),
    eraseEverything: async () => {
      await vault.erase();
      if (vault.lasting) await forgetForm();
    },
  };
}
