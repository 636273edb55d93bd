/** Where scenes come from: the engine, or a recorded run. */
import type { Scene } from '../../../src/lab/scene.ts';
import type { LabSettings } from '../../../src/lab/settings.ts';

/** Opens a scene, paused. @throws Error with a message for people */
export type OpenScene = (settings: LabSettings) => Promise<Scene>;

/** A source of scenes. */
export interface Source {
  /** Whether its scenes are recorded ones. */
  recorded: boolean;
  /** A line about where values come from. */
  about: string;
  /** The nearest settings for which there is a scene. */
  nearest(settings: LabSettings): LabSettings;
  readonly open: OpenScene;
}
