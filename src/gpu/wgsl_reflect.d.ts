/** The package names its Node module wrongly. Its file is imported by path instead, with the types of the package. */
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export { WgslReflect } from 'wgsl_reflect';
}
