/** The images on the demo's host. */
import { hexOf } from './random.ts';

export interface DemoImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** How long before the demo opened it was built, ms. */
  readonly ageMs: number;
  readonly size: number;
}

const day = 24 * 3_600_000;
const megabyte = 1_000_000;

/** Newest first, as the engine lists them; the images before the ones in use are kept for a rollback. */
export function demoImages(seed: number): readonly DemoImage[] {
  return [
    image(seed, 'depotix-web', ['depotix-web:latest'], 6 * day, 214 * megabyte),
    image(seed, 'depotix-api', ['depotix-api:latest'], 6 * day + 40_000, 187 * megabyte),
    image(seed, 'depotix-web-before', [], 20 * day, 213 * megabyte),
    image(seed, 'depotix-api-before', [], 20 * day + 38_000, 186 * megabyte),
    image(seed, 'postgres', ['postgres:16'], 31 * day, 432 * megabyte),
    image(seed, 'caddy', ['caddy:2'], 48 * day, 51 * megabyte),
  ];
}

function image(seed: number, name: string, tags: readonly string[], ageMs: number, size: number): DemoImage {
  const pulled = tags.length > 0 && !name.startsWith('depotix-');
  return {
    id: `sha256:${hexOf(seed, `image ${name}`, 64)}`,
    tags,
    digests: pulled ? [`${name}@sha256:${hexOf(seed, `digest ${name}`, 64)}`] : [],
    ageMs,
    size,
  };
}

/** By reference, or by an id of at least 4 digits, with or without `sha256:`. */
export function findImage(images: readonly DemoImage[], reference: string): DemoImage | undefined {
  const tag = reference.includes(':') ? reference : `${reference}:latest`;
  const digits = reference.replace(/^sha256:/, '');
  const isId = /^[0-9a-f]{4,64}$/.test(digits);
  return images.find(
    item =>
      item.tags.includes(tag) ||
      item.digests.includes(reference) ||
      (isId && item.id.slice('sha256:'.length).startsWith(digits)),
  );
}
