/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  // This folder is the whole project: without it Next takes the nearest lockfile further up as the root, and the
  // standalone server lands in a sub-folder that the Dockerfile would have to guess.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  // No image is resized here: leaving sharp out halves what goes into the container.
  images: { unoptimized: true },
  outputFileTracingExcludes: { '**/*': ['node_modules/@img/**', 'node_modules/sharp/**'] },
  poweredByHeader: false,
};
