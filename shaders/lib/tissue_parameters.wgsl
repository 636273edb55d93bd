// Where the seven parameters of a tissue lie in the row of a replica.
// source: definitions

override N: u32;            // cells
override theta_stride: u32; // floats between the rows of neighbouring replicas
override EACH: u32;         // bit j: parameter j has one value per cell, otherwise one for all
override KA: u32;           // first float in a row, by parameter: 0, stiffness of the area
override A0: u32;           // 1, preferred area
override KP: u32;           // 2, stiffness of the perimeter
override P0: u32;           // 3, preferred perimeter
override CHI: u32;          // 4, odd tension
override TAU: u32;          // 5, torque
override GAMMA: u32;        // 6, drive along the boundary

const PARAMETERS = 7u;

fn per_cell(j: u32) -> bool { return ((EACH >> j) & 1u) == 1u; }

// Where parameter j of replica r begins.
fn begin_of(r: u32, j: u32) -> u32 {
  let begins = array<u32, 7>(KA, A0, KP, P0, CHI, TAU, GAMMA);
  return r * theta_stride + begins[j];
}
