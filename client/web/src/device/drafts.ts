// A running interview, kept after every step on a private device, and what is left of it after sending: the task's id,
// the day, and the word "sent".

import type { Vault } from './vault';

export class Drafts {
  constructor(private readonly vault: Vault) {}

  // Does nothing once the task was sent, also from another tab: answers are not to come back.
  async save(taskId: string, saved: string): Promise<void> {
    if (await this.wasSent(taskId) === null) await this.vault.keep(`draft ${taskId}`, saved);
  }

  load(taskId: string): Promise<string | null> {
    return this.vault.read(`draft ${taskId}`);
  }

  forget(taskId: string): Promise<void> {
    return this.vault.forget(`draft ${taskId}`);
  }

  // `day` is a UTC day, 2026-11-21.
  async markSent(taskId: string, day: string): Promise<void> {
    await this.vault.keep(`sent ${taskId}`, JSON.stringify({ task: taskId, day, word: 'sent' }));
    await this.forget(taskId);
  }

  async wasSent(taskId: string): Promise<string | null> {
    const text = await this.vault.read(`sent ${taskId}`);
    return text === null ? null : (JSON.parse(text) as { day: string }).day;
  }
}
