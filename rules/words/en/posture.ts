/** The starting answers, by the names they have in the API. */
const says = {
  'share nothing until I say so': 'Nothing leaves until you agree to it, request by request.',
  'only what devices need to work':
    'What Hearthgate itself knows a device needs for what it is sold for leaves, after you have looked at the list; whatever comes later waits for you. What a vendor calls necessary does not count.',
};

export const posture = {
  says,
  unknownNeeds: 'Hearthgate does not know what this device needs.',
};
