/** Names that renderers give themselves when the processor imitates a graphics card. */
const IMITATIONS = /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i;

/**
 * Whether a real graphics card draws for this page. Browsers may offer WebGL without one, in virtual machines for instance; drawing
 * a terminal that way took five times as long as drawing it with elements.
 */
export function hasGraphicsCard(): boolean {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!gl) {
    return false;
  }
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !IMITATIONS.test(renderer);
}
