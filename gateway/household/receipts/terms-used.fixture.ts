/** The terms of the DPV 2.3 and its extensions, and of Dublin Core, that receipts may use; checked against their CSV files. */
export const KNOWN_TERMS: ReadonlySet<string> = new Set([
  ...['dct:conformsTo', 'dct:created', 'dct:date', 'dct:description', 'dct:identifier', 'dct:language', 'dct:title'],
  ...['dpv:ConsentExpired', 'dpv:ConsentGiven', 'dpv:ConsentNotice', 'dpv:ConsentReceipt', 'dpv:ConsentRecord'],
  ...['dpv:ConsentRefused', 'dpv:ConsentWithdrawn', 'dpv:DataController', 'dpv:DataSubject', 'dpv:DataSubjectRight'],
  ...['dpv:FixedOccurrencesDuration', 'dpv:Optional', 'dpv:PersonalData', 'dpv:Process', 'dpv:ProvideConsent'],
  ...['dpv:RefuseConsent', 'dpv:Required', 'dpv:SensitivePersonalData', 'dpv:SpecialCategoryPersonalData'],
  ...[
    'dpv:StorageDuration',
    'dpv:ThirdParty',
    'dpv:UntilEventDuration',
    'dpv:UntilTimeDuration',
    'dpv:WithdrawConsent',
  ],
  ...['dpv:hasConsentControl', 'dpv:hasConsentStatus', 'dpv:hasContact', 'dpv:hasCountry', 'dpv:hasDataController'],
  ...['dpv:hasDataSubject', 'dpv:hasDuration', 'dpv:hasIdentifier', 'dpv:hasIndicationMethod', 'dpv:hasJurisdiction'],
  ...['dpv:hasLegalBasis', 'dpv:hasName', 'dpv:hasNecessity', 'dpv:hasNotice', 'dpv:hasPersonalData', 'dpv:hasProcess'],
  ...['dpv:hasPurpose', 'dpv:hasRecipient', 'dpv:hasRecordOfActivity', 'dpv:hasRight', 'dpv:hasStorageCondition'],
  ...['dpv:isExercisedAt', 'dpv:isIndicatedAtTime', 'dpv:isIndicatedBy'],
  ...['dpv:Marketing', 'dpv:ServiceOptimisation', 'eu-gdpr:A15', 'eu-gdpr:A17', 'eu-gdpr:A6-1-a', 'eu-gdpr:A6-1-f'],
  ...['eu-gdpr:A7-3', 'loc:DE', 'loc:NL', 'rdf:value'],
]);
