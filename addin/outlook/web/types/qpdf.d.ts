declare function makeQpdf(options: object): Promise<any>;
export default makeQpdf;
