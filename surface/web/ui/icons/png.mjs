// Draws the logo as PNG without any library: distance to each shape gives coverage, zlib packs the rows.
// Why: home-screen icons must be bitmaps on some phones, and a bitmap in the tree could drift from logo.svg.

import { deflateSync } from "node:zlib";

const GREEN = [0x0b, 0x66, 0x50];
const WHITE = [0xff, 0xff, 0xff];
const AMBER = [0xf2, 0xad, 0x45];

const crcTable = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function toSegment(x, y, [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay;
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function toRoundedSquare(x, y, half, radius) {
  const qx = Math.abs(x) - half + radius, qy = Math.abs(y) - half + radius;
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - radius;
}

/** The logo as PNG bytes, `size` pixels wide; `full` fills the square to its corners (maskable icons). */
export function logoPng(size, full = false) {
  const unit = 64 / size;
  const scale = full ? 1.25 : 1; // a mask may cut off the outer fifth
  const row = size * 4 + 1;
  const raw = Buffer.alloc(row * size);
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      const x = (px + 0.5) * unit - 32, y = (py + 0.5) * unit - 32;
      const sx = x * scale + 32, sy = y * scale + 32;
      const soft = (d, k = 1) => Math.max(0, Math.min(1, 0.5 - d / (unit * k)));
      let colour = GREEN;
      const paint = (over, a) => { colour = colour.map((c, i) => c + (over[i] - c) * a); };
      paint(WHITE, soft(Math.abs(Math.hypot(sx - 32, sy - 32) - 18.5) - 2.5, scale));
      const tick = Math.min(toSegment(sx, sy, [23.5, 30], [31, 38]), toSegment(sx, sy, [31, 38], [40, 23.5]));
      paint(AMBER, soft(tick - 2.5, scale));
      const alpha = full ? 1 : soft(toRoundedSquare(x, y, 32, 15));
      const at = py * row + 1 + px * 4;
      colour.forEach((c, i) => { raw[at + i] = Math.round(c); });
      raw[at + 3] = Math.round(alpha * 255);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", head), chunk("IDAT", deflateSync(raw, { level: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}
