// What the libraries and the build take for granted and the JavaScript of 2016 lacks.

if (!Object.hasOwn) {
  Object.hasOwn = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
}
if (!Object.getOwnPropertyDescriptors) {
  Object.getOwnPropertyDescriptors = /** @type {any} */ (
    (object) => {
      const found = {};
      Reflect.ownKeys(object).forEach((key) => {
        found[key] = Object.getOwnPropertyDescriptor(object, key);
      });
      return found;
    }
  );
}
