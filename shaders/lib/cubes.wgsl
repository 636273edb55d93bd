// Sites of a torus of three axes. They are divided into classes, (x + y + z) mod 2 or mod 3, without neighbours in the same class.
// source: definitions

override X: u32;   // sites along each axis, the fastest first
override Y: u32;
override Z: u32;

fn index_of(site: vec3u) -> u32 {
  return (site.z * Y + site.y) * X + site.x;
}

// The index of the site next to a site: right, left, down, up, behind, before.
fn neighbour(site: vec3u, d: u32) -> u32 {
  let axis = d / 2u;
  let extent = select(select(X, Y, axis == 1u), Z, axis == 2u);
  let at = select(select(site.x, site.y, axis == 1u), site.z, axis == 2u);
  let next = select(select(at + 1u, 0u, at + 1u == extent), select(at, extent, at == 0u) - 1u, (d & 1u) == 1u);
  return index_of(select(site, vec3u(next), vec3u(0u, 1u, 2u) == vec3u(axis)));
}

// The i-th site of a class.
fn site_of_class(i: u32, colour: u32, classes: u32) -> vec3u {
  let width = X / classes;
  let row = i / width;
  let y = row % Y;
  let z = row / Y;
  // 2 (y + z) is -(y + z) mod 3, and 0 mod 2, where y + z itself is its own negative.
  let shift = select(y + z, 2u * (y + z), classes == 3u);
  return vec3u(classes * (i % width) + (colour + shift) % classes, y, z);
}
