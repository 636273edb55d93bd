/**
 * Exact values of dimers on the L x L torus, H = -N_f, N_f the plaquettes with two parallel dimers, k_B = 1.
 * By enumeration of all coverings (272 for L = 4, 90176 for L = 6); winding sectors of free dimers from determinants of
 * Kasteleyn matrices. winding_squared: <Wx²>; columnar: <|D|>; hh20, hh01: probability that two horizontal bonds at
 * distance (2, 0), (0, 1) are both occupied.
 */
export interface DimerValues {
  energy: number;
  specific_heat: number;
  winding_squared: number;
  winding_zero: number;
  columnar: number;
  hh20: number;
  hh01: number;
}

export const DIMERS: Record<number, [temperature: number, values: DimerValues][]> = {
  4: [
    [0.4, { energy: -0.4903489339, specific_heat: 0.1153389616, winding_squared: 0.0001964951304, winding_zero: 0.9996070193, columnar: 0.9815748989, hh20: 0.2405065226, hh01: 0.245174467 }],
    [0.65, { energy: -0.446563565, specific_heat: 0.2000394158, winding_squared: 0.007750248439, winding_zero: 0.984513437, columnar: 0.8949565673, hh20: 0.2020910087, hh01: 0.2232817825 }],
    [1, { energy: -0.3858242139, specific_heat: 0.139281316, winding_squared: 0.04238946115, winding_zero: 0.9157347236, columnar: 0.7659057207, hh20: 0.1628865434, hh01: 0.192912107 }],
    [2, { energy: -0.3098156596, specific_heat: 0.03901852492, winding_squared: 0.1340345439, winding_zero: 0.7402785555, columnar: 0.5914381084, hh20: 0.1339163313, hh01: 0.1549078298 }],
    [Number.POSITIVE_INFINITY, { energy: -0.2352941176, specific_heat: 0.0, winding_squared: 0.2941176471, winding_zero: 0.4852941176, columnar: 0.4125364321, hh20: 0.1176470588, hh01: 0.1176470588 }],
  ],
  6: [
    [0.4, { energy: -0.4909004323, specific_heat: 0.1266084081, winding_squared: 8.236210116e-06, winding_zero: 0.9999835276, columnar: 0.9812260704, hh20: 0.240953221, hh01: 0.2454502161 }],
    [0.65, { energy: -0.4354772854, specific_heat: 0.2453398264, winding_squared: 0.002578219132, winding_zero: 0.9948462142, columnar: 0.8532997864, hh20: 0.1891679469, hh01: 0.2177386427 }],
    [1, { energy: -0.3719669722, specific_heat: 0.1270372917, winding_squared: 0.02763763367, winding_zero: 0.945029893, columnar: 0.6857828509, hh20: 0.1426047947, hh01: 0.1859834861 }],
    [2, { energy: -0.3058778472, specific_heat: 0.0339482206, winding_squared: 0.1192855528, winding_zero: 0.7700115527, columnar: 0.4936270345, hh20: 0.1137133067, hh01: 0.1529389236 }],
    [Number.POSITIVE_INFINITY, { energy: -0.2384669979, specific_heat: 0.0, winding_squared: 0.2991483322, winding_zero: 0.4898864443, columnar: 0.3214089748, hh20: 0.09687721789, hh01: 0.1192334989 }],
  ],
};

/** Free dimers: <Wx²> and P(Wx = Wy = 0). */
export const FREE_WINDING: Record<number, { winding_squared: number; winding_zero: number }> = {
  32: { winding_squared: 0.3032202077, winding_zero: 0.4961356022 },
  64: { winding_squared: 0.3033742572, winding_zero: 0.4962488967 },
};

/** An independent worm program on 16 x 16 at T = 1, with its standard errors. */
export const WORM_16: Record<string, { mean: number; error: number }> = {
  energy: { mean: -0.36128294, error: 6.6e-5 },
  winding_squared: { mean: 0.0139625, error: 1.8e-4 },
  winding_zero: { mean: 0.97224844, error: 3.7e-4 },
  columnar: { mean: 0.50826636, error: 4.6e-4 },
};
