// uses lib/embeddings
// Loops over all pairs of a batch, shared out among the threads of a workgroup of 64: a thread has two rows, for whose scores it loads
// a column once, and one in SPLIT of the columns. The parts of a row are then added up in workgroup memory, in a fixed order; for that
// all threads of the workgroup must call these functions. Software adapters, whose barriers are slow, use SPLIT = 1, without a barrier
// and with four rows to a thread. In a backward pass threads have columns and share out the rows: there the two words change places.

override SPLIT: u32 = 1u;  // threads that share the columns of a row: 1 or 4

// Vec4s of the shelf: for each thread a vector of numbers and two embeddings. By a name of its own, since naga 29 stops with an assertion
// where the size of an array is an expression of overrides.
override SHELF: u32 = 64u + 32u * D;
var<workgroup> shelf: array<vec4f, SHELF>;

fn rows_each() -> u32 {
  return select(2u, 4u, SPLIT == 1u);
}

struct Place { row: u32, part: u32 }

// The first row and the part of thread t of a replica.
fn place(t: u32) -> Place {
  let each = 64u / SPLIT;
  return Place(rows_each() * (t / 64u * each + t % each), t % 64u / each);
}

// One more than the last row of a thread.
fn end_of(at: Place) -> u32 {
  return min(at.row + rows_each(), K);
}

// The row that a thread writes where parts are added up: parts 0 and 1 write one each, the others none.
fn own_row(at: Place) -> u32 {
  return select(K, at.row + at.part, at.part < rows_each());
}

// Shows the other threads of the workgroup what thread t has.
fn show(t: u32, numbers: vec4f, x: Row, y: Row) {
  shelf[t % 64u] = numbers;
  put_shelf(t % 64u, x);
  put_shelf(64u + t % 64u, y);
  workgroupBarrier();
}

fn put_shelf(n: u32, x: Row) {
  let at = 64u + n * (D / 4u);
  shelf[at] = x.a;
  if (D > 4u) { shelf[at + 1u] = x.b; }
  if (D > 8u) { shelf[at + 2u] = x.c; }
  if (D > 12u) { shelf[at + 3u] = x.d; }
}

// Numbers of a part of the rows of thread t.
fn shown(t: u32, part: u32) -> vec4f {
  return shelf[part * (64u / SPLIT) + t % (64u / SPLIT)];
}

// The embedding for the row that thread t writes.
fn shown_row(t: u32, part: u32) -> Row {
  let n = 64u * place(t).part + part * (64u / SPLIT) + t % (64u / SPLIT);
  let at = 64u + n * (D / 4u);
  var out = Row(shelf[at], vec4f(), vec4f(), vec4f());
  if (D > 4u) { out.b = shelf[at + 1u]; }
  if (D > 8u) { out.c = shelf[at + 2u]; }
  if (D > 12u) { out.d = shelf[at + 3u]; }
  return out;
}

// The sum over the parts of that embedding, part by part.
fn summed_row(t: u32) -> Row {
  var out = Row();
  for (var part = 0u; part < SPLIT; part++) { out = axpy(out, 1.0, shown_row(t, part)); }
  return out;
}
