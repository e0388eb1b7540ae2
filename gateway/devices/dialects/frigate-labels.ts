/**
 * What Frigate's own models know how to see. A household can train others and call them what it likes, a name of a
 * person among them, and a label becomes the name of a field: so only these are ever one.
 */
export const SEEN: ReadonlySet<string> = new Set(
  [
    'all person face car license_plate bicycle motorcycle airplane bus school_bus train truck boat vehicle',
    'bird cat dog horse sheep cow elephant bear zebra giraffe deer fox squirrel rabbit raccoon skunk goat rodent possum',
    'kangaroo animal mouse package waste_bin robot_lawnmower bbq_grill baby baby_stroller traffic_light fire_hydrant',
    'street_sign stop_sign parking_meter bench hat backpack umbrella shoe eye_glasses handbag tie suitcase frisbee skis',
    'snowboard sports_ball kite baseball_bat baseball_glove skateboard surfboard tennis_racket bottle plate wine_glass',
    'cup fork knife spoon bowl banana apple sandwich orange broccoli carrot hot_dog pizza donut cake chair couch',
    'potted_plant bed mirror dining_table window desk toilet door tv laptop remote keyboard cell_phone microwave oven',
    'toaster sink refrigerator blender book clock vase scissors teddy_bear hair_drier toothbrush hair_brush',
    'amazon ups fedex usps dhl an_post purolator postnl nzpost postnord gls dpd canada_post royal_mail',
  ].flatMap((line) => line.split(' ')),
);

/** What its model of sounds knows, as far as homes listen for it. */
export const HEARD: ReadonlySet<string> = new Set(
  [
    'all speech babbling yell scream bellow whoop whispering laughter snicker crying sigh singing humming whistling',
    'breathing snoring cough sneeze footsteps run clapping cheering crowd chatter bark howl growling whimper_dog meow',
    'hiss caterwaul cluck crow bird chirp music doorbell ding-dong knock slam door squeak tap glass shatter breaking',
    'alarm alarm_clock siren civil_defense_siren buzzer smoke_detector fire_alarm foghorn telephone ringtone',
    'car car_alarm car_passing_by honk truck motorcycle engine emergency_vehicle explosion gunshot fireworks boom',
    'vacuum_cleaner lawn_mower chainsaw water toilet_flush hammer drill',
  ].flatMap((line) => line.split(' ')),
);
