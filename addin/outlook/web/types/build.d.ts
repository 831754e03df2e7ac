/** Put in when the add-in is built. */
declare const SCEAU_DOMAINS: string[];
declare const SCEAU_SENDS: boolean;
