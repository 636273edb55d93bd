/** The package names its module for Node wrongly: its file is imported by name, and has the types of the package. */
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export { WgslReflect } from 'wgsl_reflect';
}
