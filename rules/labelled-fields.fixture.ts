/**
 * What somebody who reads the documentation of each ecosystem would say a field reveals. Labelled by hand before the
 * classifier was run, and not changed to suit it. One line a label: ecosystem | category | sensitivity | fields, a field
 * being `parent>name[unit]<type`.
 */
const LABELS = `
tasmota | energy | high | ENERGY.Power[W], ENERGY.Total[kWh], ENERGY.Today[kWh], ENERGY.Yesterday[kWh], ENERGY.Current[A], ENERGY.ApparentPower[VA], ENERGY.ReactivePower[VAr], ENERGY.Period[Wh], SML.total_in[kWh], SML.Power_curr[W]
tasmota | energy | medium | ENERGY.Voltage[V], ENERGY.Factor, ENERGY.Frequency[Hz]
tasmota | climate | medium | AM2301.Temperature[°C], AM2301.Humidity[%], AM2301.DewPoint[°C], BME280.Pressure[hPa], SCD40.CarbonDioxide[ppm], SCD40.eCO2[ppm], BH1750.Illuminance[lx], DS18B20-1.Temperature, SHT3X.Temperature, MHZ19B.CarbonDioxide, SDS0X1.PM2.5, SDS0X1.PM10, SeaPressure, TSL2561.Illuminance
tasmota | diagnostics | low | ESP32.Temperature[°C], Uptime, UptimeSec, Heap, LoadAvg, Sleep, SleepMode, Restart reason, StatusFWR.Version, StatusPRM.BootCount, ANALOG.Temperature1
tasmota | diagnostics | medium | Time
tasmota | network | medium | Wifi.RSSI[%], Wifi.Signal[dBm], Wifi.Channel, Wifi.LinkCount, Wifi.Downtime, Wifi.AP, MqttCount
tasmota | network | high | Wifi.SSId, Wifi.BSSId, Wifi.APMac, StatusNET.IPAddress, StatusNET.Gateway, StatusNET.Subnetmask, StatusNET.DNSServer1, StatusMQT.MqttHost, INFO2.IPAddress
tasmota | identifier | high | StatusNET.Hostname, StatusNET.Mac, StatusMQT.MqttUser, StatusMQT.MqttClient
tasmota | access/security | high | MqttPassword, Password1, RDM6300.UID, PN532.UID, FPrint.Id, RfReceived.Data, Rf key code
tasmota | state/control | medium | POWER, POWER1, POWER2, Dimmer, Color, HSBColor, CT, Fade, Speed, LedTable, Shutter1.Position, Shutter1.Direction, Shutter1.Target, Scheme, Channel
tasmota | activity | medium | Button1.Action, Switch1.Action
tasmota | safety | medium | MQ2.Smoke
shelly | energy | high | switch:0.apower[W], switch:0.aenergy.total[Wh], switch:0.aenergy.by_minute, switch:0.current[A], em:0.a_act_power[W], em:0.total_act_power, emdata:0.total_act, meters.0.power, meters.0.total, emeters.1.total_returned, emeter.0.reactive, relay.0.energy, relay.0.power
shelly | energy | medium | switch:0.voltage[V], switch:0.freq[Hz], switch:0.pf, em:0.a_pf, emeter.0.pf
shelly | state/control | medium | switch:0.output, relay.0, light:0.brightness, light:0.output, cover:0.current_pos, cover:0.state, relays.0.ison, lights.0.red, lights.0.white, lights.0.gain, rollers.0.current_pos, switch:0.timer_duration, light:0.transition, thermostat:0.output
shelly | activity | medium | input:0.state, inputs.0.event, inputs.0.event_cnt, input_event.0, input:0.event
shelly | climate | medium | temperature:0.tC[°C], temperature:100.tF, humidity:0.rh[%], tmp.value[°C], hum.value, lux.value[lx], thermostat:0.target_C, thermostat:0.current_C, illuminance:0.lux, lux.illumination
shelly | diagnostics | low | switch:0.temperature.tC[°C], overtemperature, sys.uptime, sys.ram_free, sys.fs_free, sys.available_updates.stable.version, devicepower:0.battery.percent[%], devicepower:0.battery.V, bat.value, has_update, update.new_version, fw_ver, new_fw, cfg_changed_s, sys.restart_required, sys.cfg_rev
shelly | diagnostics | medium | sys.unixtime, sys.time
shelly | network | high | wifi.sta_ip, wifi.ssid, wifi_sta.ip, wifi_sta.ssid, wifi.bssid, ip, eth.ip
shelly | network | medium | wifi.rssi[dBm], wifi_sta.rssi, cloud.connected, mqtt.connected, ble.rssi
shelly | identifier | high | sys.mac, mac, src, serial, device.id
shelly | location | high | sys.location.lat, sys.location.lon, sys.location.tz
shelly | safety | medium | flood:0.alarm, smoke:0.alarm, flood, gas_sensor.alarm_state, smoke
shelly | presence | high | presence:0.presence, motion.motion, sensor.motion
shelly | access/security | high | dw.contact
zigbee2mqtt | presence | high | occupancy, presence, motion, presence_state, human_motion_state, occupancy_level, target_distance[m], motion_state, mmwave_area1_occupancy, pir_state, person_count, move_direction
zigbee2mqtt | state/control | low | occupancy_timeout[s], occupancy_sensitivity, presence_timeout[s], presence_sensitivity, motion_sensitivity, radar_sensitivity, motion_detection_sensitivity, pir_timeout[s], detection_delay[s], fading_time[s], child_lock, keypad_lockout, button_lock, led_disabled_night, led_indicator, indicator_mode, backlight_mode, power_on_behavior, power_on_behavior_l1, power_outage_memory, switch_type, temperature_calibration[°C], local_temperature_calibration[°C], humidity_offset[%], vibration_sensitivity, illuminance_threshold[lx], identify, color_temp_startup[mired], temperature_unit, alarm_volume, alarm_ringtone, alarm_time[s], motor_direction, calibration_time[s], reporting_interval[s], smart_sleep, noise_timeout[s], max_temperature[°C], min_heat_setpoint_limit[°C], hysteresis, ballast_minimum_level, over_current_threshold[A], overload_protection[W], window_detection, flip_indicator_light, auto_relock_time[s], led_brightness[%], sensor_mode, factory_reset, detection_distance_max[m], temperature_sensitivity[°C], open_window_temperature[°C], presence_delay[s], display_brightness
zigbee2mqtt | state/control | medium | state, state_l1, state_left, brightness, color_temp, color.x, color.hue, color.saturation, effect, gradient, position[%], tilt[%], fan_mode, fan_speed, system_mode, preset, running_state, countdown[s], valve_state, motor_state, relay_status, swing_mode, eco_mode, boost_heating, do_not_disturb, schedule_monday, weekly_schedule.transitions.heatSetpoint, warning.mode, warning.duration[s], operation_mode, level_config.on_level, away_mode, mode, volume, squawk.state, mute
zigbee2mqtt | climate | medium | temperature[°C], humidity[%], local_temperature[°C], occupied_heating_setpoint[°C], current_heating_setpoint[°C], pressure[hPa], illuminance[lx], co2[ppm], voc[ppb], pm25[µg/m³], soil_moisture[%], formaldehyd[µg/m³], air_quality, outdoor_temperature[°C], floor_temperature[°C], dew_point[°C], rain_intensity, pi_heating_demand[%], unoccupied_heating_setpoint[°C]
zigbee2mqtt | energy | high | power[W], power_phase_b[W], energy[kWh], current[A], produced_energy[kWh], energy_today[kWh], total_power_apparent[VA], current_tier1_summ_delivered[kWh], gas_consumed[m³], water_consumed[L], current_phase_c[A], flow[m³/h]
zigbee2mqtt | energy | medium | power_factor, ac_frequency[Hz], mains_voltage[V], voltage_phase_b[V]
zigbee2mqtt | diagnostics | low | battery[%], battery_low, battery_voltage[mV], voltage[mV], device_temperature[°C], power_outage_count, fault, error_status, self_test, update.state, update.installed_version, uptime, reboot_count, battery_state, cpu_temperature, filter_life_time
zigbee2mqtt | diagnostics | medium | last_seen, elapsed
zigbee2mqtt | network | medium | linkquality, rejoin_count
zigbee2mqtt | network | high | ip_address, wifi_config.ssid, bridge.network.pan_id
zigbee2mqtt | identifier | high | ieee_address, serial_number, meter_id, action_user, friendly_name, device.ieeeAddr, user_id
zigbee2mqtt | access/security | high | contact, lock_state, door_state, lock>state, pin_code.pin_code, tamper, garage_door_contact, window_open, action_code, last_added_user_code, wifi_config.password, admin_code, arm_mode, last_unlock_source, window, pin_code.user_enabled
zigbee2mqtt | safety | medium | smoke, water_leak, gas, carbon_monoxide, co[ppm], smoke_density, alarm, alarm_state, leak, gas_value[LEL], overheat, valve_alarm
zigbee2mqtt | activity | medium | action, vibration, action_rate, tilt_angle, click, action_source_name, x_axis, strength, button
home-assistant | presence | high | binary_sensor.hall_motion<motion>, Kitchen Occupancy<occupancy>, person.anna, device_tracker.pixel_8, Living room presence, home_presence
home-assistant | access/security | high | Front Door<door>, Garage<garage_door>, Bathroom Window<window>, Back door lock<lock>, Tamper<tamper>, alarm_control_panel.home, Opening<opening>
home-assistant | climate | medium | Bedroom Temperature[°C], Aussentemperatur[°C], outdoor_humidity[%], wind_speed[km/h], precipitation[mm], uv_index, nitrogen_dioxide[µg/m³], volatile_organic_compounds[µg/m³], sensor_1[°C], atmospheric_pressure[mbar], irradiance[W/m²], ozone[µg/m³], pm10[µg/m³]
home-assistant | energy | high | Office Light Power[W]<power>, daily_energy[kWh], Grid import[kWh], solar_production[W], sensor_7[kWh], water_meter[m³], apparent_power[VA]
home-assistant | diagnostics | low | Update available<update>, problem<problem>, Battery level[%]<battery>, cpu_load[%], disk_free[GB], last_restart
home-assistant | network | medium | signal_strength[dBm]<signal_strength>, connectivity<connectivity>, data_rate[Mbit/s]
home-assistant | safety | medium | Smoke<smoke>, Basement moisture<moisture>, heat<heat>, carbon_monoxide<carbon_monoxide>, Gas<gas>
home-assistant | health | high | blood_glucose[mg/dL], weight[kg]<weight>, heart_rate[bpm]
home-assistant | state/control | medium | switch.coffee<switch>, light.sofa<light>, input_boolean.guest_mode, hvac_mode, hvac_action, target_temp_step, percentage, cover.blind<cover>
esphome | network | high | wifi_info.ip_address, wifi_info.ssid, wifi_info.bssid
esphome | network | medium | wifi_signal_sensor[dBm]
esphome | diagnostics | low | esphome_version, internal_temperature[°C], free_heap, loop_time, device_uptime
esphome | presence | high | pir_sensor, ld2410_has_target, moving_distance[cm], still_energy[%], has_still_target, mmwave_presence
esphome | climate | medium | bme280_temperature, scd41_co2, bathroom_humidity, lux_sensor
matter | presence | high | OccupancySensing.Occupancy
matter | access/security | high | DoorLock.LockState, DoorLock.DoorState, DoorLock.ActuatorEnabled, DoorLock.Users, DoorLock.Credentials
matter | climate | medium | TemperatureMeasurement.MeasuredValue, RelativeHumidityMeasurement.MeasuredValue, IlluminanceMeasurement.MeasuredValue, PressureMeasurement.MeasuredValue, Thermostat.LocalTemperature, Thermostat.OccupiedHeatingSetpoint, Thermostat.OutdoorTemperature, CarbonDioxideConcentrationMeasurement.MeasuredValue
matter | energy | high | ElectricalPowerMeasurement.ActivePower, ElectricalEnergyMeasurement.CumulativeEnergyImported, ElectricalPowerMeasurement.RMSCurrent
matter | state/control | medium | OnOff.OnOff, LevelControl.CurrentLevel, ColorControl.CurrentHue, ColorControl.ColorTemperatureMireds, FanControl.FanMode, WindowCovering.CurrentPositionLiftPercent100ths, Thermostat.SystemMode
matter | state/control | low | OccupancySensing.PIROccupiedToUnoccupiedDelay, OccupancySensing.HoldTime, OnOff.StartUpOnOff
matter | safety | medium | SmokeCOAlarm.SmokeState, SmokeCOAlarm.COState
matter | diagnostics | low | PowerSource.BatPercentRemaining, GeneralDiagnostics.RebootCount, BasicInformation.SoftwareVersionString, GeneralDiagnostics.UpTime
matter | identifier | high | BasicInformation.SerialNumber, BasicInformation.UniqueID
matter | network | high | WiFiNetworkDiagnostics.BSSID
matter | network | medium | WiFiNetworkDiagnostics.RSSI
matter | activity | medium | Switch.CurrentPosition
valetudo | location | high | MapData.map-data, MapData.segments, robotPosition, current_room, no_go_zones
valetudo | activity | medium | CurrentStatisticsCapability.time, TotalStatisticsCapability.area, StatusStateAttribute.status, last_clean_start, cleaned_area[m²], cleaning_time
roomba | network | high | netinfo_bssid, netinfo_addr, wlcfg_ssid
roomba | location | high | pose, pose.point.x, country
roomba | activity | medium | cleanMissionStatus.phase, bbmssn.nMssn, cleanSchedule
roomba | diagnostics | low | batPct, bin.full, softwareVer
owntracks | location | high | lat, lon, alt, vel, acc, cog, inregions, addr, waypoints, tid, desc
owntracks | diagnostics | low | batt
owntracks | network | high | SSID, BSSID, conn
owntracks | health | high | step_count
teslamate | location | high | latitude, longitude, geofence, heading, speed, odometer, active_route_destination
teslamate | presence | high | is_user_present
teslamate | access/security | high | locked, doors_open, windows_open, sentry_mode, trunk_open
teslamate | energy | high | charger_power, charge_energy_added
teslamate | diagnostics | low | battery_level, version
teslamate | climate | medium | inside_temp, outside_temp
frigate | audio/video | high | snapshot, events.after.sub_label, recognized_license_plate, thumbnail, front_door.person, audio.dBFS, camera, description, face, clip, after.label
ring | audio/video | high | stream_Source, still_Image_URL, recordingUrl, personDetected
ring | activity | high | lastDing, ding
ring | presence | high | lastMotionTime, motion
ring | network | high | wirelessNetwork
ring | network | medium | wirelessSignal
rhasspy | audio/video | high | asr.text, transcript, audioFrame, intent.input, hotword.detected, rawInput
media | audio/video | medium | media_title, media_artist
media | activity | medium | app_name, channel_name, source, now_playing, media_content_type
wearable | health | high | heart_rate, bpm, spo2, blood_pressure_systolic, sleep_duration, sleep_score, steps, calories, body_fat, weight, impedance, bmi, glucose, stress_level, hrv, respiratory_rate, menstrual_phase, ecg, medication_taken, body_temperature
theengs | identifier | high | id, mac, ibeacon_uuid, name
theengs | climate | medium | tempc[°C], hum[%]
theengs | diagnostics | low | batt[%], volt
theengs | presence | high | distance[m]
theengs | network | medium | rssi
espresense | presence | high | devices.phone.distance, room
espresense | identifier | high | known_irks, known_macs
nuki | access/security | high | lock.state, authorizationName, lockActionContext, keypad.code, keypadCode, doorSensorState
paradox | access/security | high | partitions.house.arm, zones.hall.open, partition_state, alarm_panel_state
zwave | access/security | high | User Code.userCode.1, Door Lock.currentMode, lock.nodeDoorState
zwave | state/control | medium | Binary Switch.currentValue, Multilevel Switch.targetValue, Thermostat Mode.mode
zwave | diagnostics | low | Battery.level, Battery.isLow, nodeinfo.firmwareVersion
zwave | climate | medium | Multilevel Sensor.Air temperature, Thermostat Setpoint.setpoint.1
homeconnect | activity | medium | BSH.Common.Status.OperationState, activeProgram, RemainingProgramTime, selected_program, program_progress
homeconnect | access/security | medium | DoorState
ems-esp | climate | medium | seltemp, currtemp, curflowtemp, wwcurtemp, outdoortemp
openevse | energy | high | amp, wh
openevse | presence | high | vehicle
dsmr | energy | high | electricity_delivered_1[kWh], electricity_currently_delivered[kW], phase_currently_delivered_l1, extra_device_delivered[m³]
dsmr | identifier | high | meter_serial, equipment_id
meross | energy | high | payload.electricity.power
meross | location | high | position.longitude
meross | access/security | high | homekit.setupCode, homekit.token
meross | identifier | high | header.from, userId, uuid
meross | network | high | firmware.innerIp, wifiList
general | identifier | high | imei, imsi, email, account_id, username, user_name, phone_number, owner, advertising_id, deviceId, first_name, plate_number
general | access/security | high | api_key, access_token, secret, passcode, nfc_tag, fingerprint_id, alarm_code, ssh_key
general | audio/video | high | mic_level, microphone, rtsp_url, video_stream, photo, speech_text, noise_level[dB], voice_command
general | presence | high | people_count, bed_occupied, is_home, seat_occupancy, who_is_home, guest_count, nobody_home
general | activity | medium | toilet_flush_count, door_bell_pressed, tv_on_time, washing_cycle, coffee_count, last_activity, dishwasher_program, button_press
general | location | high | gps_accuracy, geohash, zip_code, address, timezone, city
general | unknown | high | foo, qx7, dp_101, blorp_42, x17b, custom_1, flurb
`;

/**
 * Names that few homes have, from the same ecosystems' lists, labelled like the others when the catalogue was done for
 * those: a check of how far it carries, not of how well it knows its own examples. The sensitivity is given where a
 * wrong `low` would be a leak.
 */
const RARE_LABELS = `
home-assistant | energy | - | Thing<apparent_power>, Thing<energy>, Thing<energy_storage>, Thing<power>, Thing<power_factor>, Thing<reactive_energy>, Thing<reactive_power>, Thing<current>, Thing<voltage>, Thing<frequency>, Thing<water>, Thing<energy_distance>
home-assistant | climate | - | Thing<absolute_humidity>, Thing<aqi>, Thing<atmospheric_pressure>, Thing<carbon_dioxide>, Thing<conductivity>, Thing<humidity>, Thing<illuminance>, Thing<irradiance>, Thing<nitrogen_dioxide>, Thing<nitrogen_monoxide>, Thing<nitrous_oxide>, Thing<ozone>, Thing<ph>, Thing<pm1>, Thing<pm25>, Thing<pm10>, Thing<pm4>, Thing<precipitation>, Thing<precipitation_intensity>, Thing<pressure>, Thing<sulphur_dioxide>, Thing<temperature>, Thing<temperature_delta>, Thing<volatile_organic_compounds>, Thing<volatile_organic_compounds_parts>, Thing<wind_direction>, Thing<wind_speed>, Thing<cold>, Thing<light>
home-assistant | diagnostics | - | Thing<battery>, Thing<timestamp>, Thing<uptime>, Thing<battery_charging>, Thing<problem>, Thing<update>, Thing<firmware>
home-assistant | safety | - | Thing<carbon_monoxide>, Thing<gas>, Thing<moisture>, Thing<smoke>, Thing<safety>, Thing<heat>
home-assistant | network | - | Thing<signal_strength>, Thing<connectivity>, Thing<data_rate>, Thing<data_size>
home-assistant | presence | high | Thing<motion>, Thing<occupancy>, Thing<presence>
home-assistant | activity | - | Thing<moving>, Thing<running>, Thing<vibration>, Thing<doorbell>, Thing<button>
home-assistant | access/security | high | Thing<door>, Thing<garage_door>, Thing<window>, Thing<opening>, Thing<lock>, Thing<tamper>, Thing<garage>, Thing<gate>
home-assistant | audio/video | high | Thing<sound>, Thing<sound_pressure>
home-assistant | health | high | Thing<weight>, Thing<blood_glucose_concentration>
home-assistant | state/control | - | Thing<awning>, Thing<blind>, Thing<curtain>, Thing<damper>, Thing<shade>, Thing<shutter>, Thing<outlet>, Thing<switch>, Thing<fan>, Thing<plug>, Thing<volume>
tasmota | network | - | StatusNET.HTTP_API, StatusNET.WifiPower, StatusMQT.MqttPort, StatusMQT.KEEPALIVE, Wifi.Mode, StatusNET.DNSServer2, StatusNET.IP6Global, StatusPRM.OtaUrl, StatusLOG.SSId, Wifi.SSId
tasmota | diagnostics | - | StatusPRM.RestartReason, StatusPRM.StartupUTC, StatusFWR.Hardware, StatusFWR.Core, StatusFWR.SDK, StatusMEM.Free, StatusMEM.ProgramSize, StatusMEM.Heap, StatusSTS.LoadAvg, StatusSTS.Vcc, StatusTIM.UTC, StatusTIM.Local, StatusLOG.SerialLog, StatusLOG.WebLog, Berry.HeapUsed, StatusSTS.UptimeSec
tasmota | location | high | StatusTIM.Timezone, StatusTIM.Sunrise, StatusTIM.Sunset, Latitude, Longitude
tasmota | state/control | - | StatusSNS.TempUnit, StatusSNS.PressureUnit, Status.PowerOnState, Status.LedState, Status.SwitchMode, Status.ButtonRetain, Status.SwitchRetain, Status.PowerRetain, Status.SaveState, White, Palette, PulseTime1, StatusLOG.TelePeriod, StatusPTH.PowerHigh, StatusPTH.CurrentLow, FanSpeed, TuyaMCU.DpType1Id2, SetOption19
tasmota | energy | - | StatusSNS.ENERGY.TotalStartTime, COUNTER.C1, PZEM004T.Power, SML.Total_out, ENERGY.ExportActive, ENERGY.PhaseAngle, SPI.Power, Main.Consumption
tasmota | climate | - | SI7021.Temperature, HTU21.Humidity, VEML6075.UvIndex, CCS811.TVOC, SGP30.eCO2, DHT11.DewPoint, HM3301.PM2.5, IAQ.Index, VL53L0X.Distance, MLX90614.OBJTMP, ANALOG.Illuminance, BMP180.SeaPressure
tasmota | presence | high | LD2410.Moving.Distance, LD2410.Static.Energy, HC-SR501.Motion, iBeacon.RSSI
tasmota | access/security | high | WIEGAND.UID, IrReceived.Data, RfReceived.RfKey
shelly | energy | - | em1:0.act_power, em1data:0.total_act_energy, em:0.b_aprt_power, em:0.n_current, switch:0.ret_aenergy.total, pm1:0.apower, pm1:0.aenergy.total, emeter.0.power, cover:0.apower, light:0.aenergy.total, voltmeter:100.voltage
shelly | diagnostics | - | switch:0.temperature.tF, sys.reset_reason, sys.webhook_rev, sys.kvs_rev, devicepower:0.external.present, sys.ram_min_free, switch:0.errors, uptime, ram_total, fs_size, max_temp_exceeded, bat.voltage, battery, is_valid, act_reasons, connect_retries, sys.wakeup_reason.boot
shelly | state/control | - | switch:0.source, switch:0.timer_started_at, cover:0.target_pos, cover:0.last_direction, light:0.rgb, rgbw:0.white, relays.0.has_timer, relays.0.timer_remaining, rollers.0.state, rollers.0.last_direction, lights.0.effect, lights.0.temp, mode, thermostats.0.pos, ext_switch.0.input, boolean:200.value, enum:200.value, cct:0.ct
shelly | safety | - | overpower, relays.0.overpower, overload, flood:0.mute, gas_sensor.sensor_state, concentration.ppm, valves.0.state, smoke:0.mute
shelly | climate | - | ext_temperature.0.tC, ext_humidity.0.hum, thermostats.0.tmp.value, thermostats.0.target_t.value, thermostat:0.current_humidity, bthomesensor:200.value
shelly | activity | - | input:0.percent, input:0.counts.total, inputs.0.last_sequence, longpush
shelly | access/security | high | sensor.tilt, sensor.state, dwinfo.open
shelly | network | - | cloud.enabled, mqtt.connected, wifi.status, ws.connected, wifi.ap_client_count, eth.ip, ble.enable
shelly | identifier | high | device.mac, auth_domain, gen, app_id, client_id
zwave | access/security | high | Access Control.Door state, Door Lock.boltStatus, Notification.Home Security.Cover status, Entry Control.eventData
zwave | presence | high | Home Security.Motion sensor status
zwave | energy | - | Meter.value.66049, Meter.Electric Consumption [kWh]
zwave | safety | - | Water Alarm.Sensor status, Smoke Alarm.Sensor status, Heat Alarm.Heat sensor status, CO Alarm.Sensor status
zwave | climate | - | Multilevel Sensor.Humidity, Multilevel Sensor.Ultraviolet, Multilevel Sensor.Carbon dioxide (CO₂) level, Multilevel Sensor.Illuminance
zwave | activity | - | Central Scene.scene.001
zwave | state/control | - | Thermostat Fan Mode.mode, Window Covering.currentValue, Color Switch.currentColor.red, Configuration.LED indicator, Sound Switch.volume, Barrier Operator.position
zwave | diagnostics | - | Version.firmwareVersions, Manufacturer Specific.productId, Version.libraryType, interviewStage
theengs | climate | - | tempf, lux, co2, pm25, moi, fer, pres, windspeed
theengs | health | high | weight, impedance, bpm, steps, act_bpm, spo2
theengs | identifier | high | uuid, manufacturerdata, servicedata, model_id, major, minor, id
theengs | presence | high | track, motion, distance
theengs | access/security | high | open, door, lock, unlocked, opening
theengs | diagnostics | - | batt, volt, txpower
owntracks | location | high | lat, lon, alt, vac, p, t, tag, rid, desc, wtst, event, rad, tst
owntracks | network | - | BSSID, SSID, conn
owntracks | identifier | high | topic, face, name
teslamate | access/security | high | doors_open, frunk_open, locked, windows_open, trunk_open
teslamate | energy | - | charger_voltage, charger_actual_current, charge_limit_soc, time_to_full_charge, charger_phases
teslamate | location | high | power, shift_state, elevation, active_route, geofence, est_battery_range_km
teslamate | diagnostics | - | healthy, tpms_pressure_fl, update_available, usable_battery_level, display_name
valetudo | audio/video | high | SpeakerVolumeControlCapability.volume
valetudo | activity | - | StatusStateAttribute.detail, CleanCountCapability.count, AttachmentStateAttribute.mop, OperationModeControlCapability.preset
valetudo | diagnostics | - | ConsumableMonitoringCapability.main_brush, BatteryStateAttribute.level, state.error.message
valetudo | network | - | WifiConfigurationCapability.ssid, WifiConfigurationCapability.ips, WifiConfigurationCapability.signal
matter | state/control | - | ModeSelect.CurrentMode, PumpConfigurationAndControl.OperationMode, ValveConfigurationAndControl.CurrentState, LevelControl.OnLevel, ColorControl.CurrentX, FanControl.PercentCurrent, Thermostat.ControlSequenceOfOperation, LevelControl.StartUpCurrentLevel
matter | activity | - | RvcOperationalState.OperationalState, OvenMode.CurrentMode, DishwasherMode.CurrentMode, MediaPlayback.CurrentState, KeypadInput.SupportedKeys, ApplicationLauncher.CurrentApp, Channel.CurrentChannel, LaundryWasherMode.CurrentMode, RvcRunMode.CurrentMode, ContentLauncher.AcceptHeader
matter | location | high | BasicInformation.Location, ServiceArea.CurrentArea, EcosystemInformation.LocationDescriptor, TimeSynchronization.TimeZone
matter | identifier | high | BasicInformation.NodeLabel, OperationalCredentials.CommissionedFabrics, BridgedDeviceBasicInformation.SerialNumber, UserLabel.LabelList, AccountLogin.Username
matter | network | - | ThreadNetworkDiagnostics.ExtendedPanId, ThreadNetworkDiagnostics.NetworkName, GeneralDiagnostics.NetworkInterfaces, WiFiNetworkDiagnostics.ChannelNumber, EthernetNetworkDiagnostics.PHYRate
matter | access/security | high | BooleanState.StateValue, DoorLock.NumberOfPINUsersSupported, DoorLock.WrongCodeEntryLimit
matter | safety | - | SmokeCOAlarm.ExpressedState, SmokeCOAlarm.InterconnectSmokeAlarm
matter | climate | - | Pm25ConcentrationMeasurement.MeasuredValue, TotalVolatileOrganicCompoundsConcentrationMeasurement.MeasuredValue, AirQuality.AirQuality, SoilMeasurement.SoilMoistureMeasuredValue, RadonConcentrationMeasurement.MeasuredValue, Thermostat.PIHeatingDemand
matter | energy | - | ElectricalPowerMeasurement.Voltage, ElectricalPowerMeasurement.Frequency, EnergyEVSE.ChargingEnabledUntil, EnergyEVSE.SessionEnergyCharged, DeviceEnergyManagement.ESAState, FlowMeasurement.MeasuredValue
matter | diagnostics | - | SoftwareDiagnostics.CurrentHeapFree, PowerSource.BatVoltage, OtaSoftwareUpdateRequestor.UpdateState, HepaFilterMonitoring.Condition, BasicInformation.VendorName, BasicInformation.ProductName, BasicInformation.HardwareVersion
matter | presence | high | OccupancySensing.OccupancySensorType
general | health | high | heartRate, restingHeartRate, sleepScore, bodyFatPercentage, bloodPressure, stepsToday, bodyTemperature, vo2Max, cycleTracking, waterIntake, caloriesBurned, remSleepMinutes, weightKg
general | location | high | gpsLocation, currentZone, homeLat, latitude, last_known_location, Standort, geocodedLocation, placeName, lastLocation
general | identifier | high | deviceSerial, macAddress, ownerName, userEmail, accountId, IMEI, customer_number, personId, childName, contactName, phoneModel
general | presence | high | isHome, personHome, motionDetected, numPeople, roomOccupied, userPresent, familyAtHome, lastMotion, Anwesenheit, bewegung, babyCrying
general | activity | - | tvPowerState, currentApp, volumeLevel, lastButtonPress, washerRunning, coffeeMachineState, lastCommand, showerRunning, phoneScreenOn, gamingActive, lastAlarmClock, isCharging
general | audio/video | high | voiceTranscript, lastUtterance, cameraStream, snapshotUrl, videoClip, audioLevel, faceName, imageData, soundClass, mediaTitle, micMuted
general | access/security | high | doorOpen, frontDoorLock, alarmArmed, userPin, accessCode, windowOpen, garageDoorState, keyfobId, lastUnlockedBy, guestCode, safeOpen, mailboxOpen
general | network | - | wifiSsid, publicIp, routerMac, connectedClients, openPorts, dnsQueries, bytesSent, signalQuality
general | energy | - | gridPower, batteryChargePower, solarYield, waterUsage, gasReading, heatPumpPower, evChargeRate, meterReading, loadPower
general | climate | - | roomTemp, raumtemperatur, feuchte, co2Level, windSpeed, waterTemperature, targetTemp, poolTemp, pollen, noiseFloorTemp
general | safety | - | smokeDetected, waterLeak, gasLeak, coAlarm, fireAlarm, floodSensor, panicButton, emergencyCall, stoveOverheat
general | diagnostics | - | fwVersion, lastReboot, errorCode, batteryLevel, cpuLoad, memFree, lastSeen, modelName, filterRemaining
general | state/control | - | lightState, dimLevel, fanSpeed, blindPosition, thermostatMode, ledBrightness, motionTimeout, lockTimeout, occupancySensitivity, doorAlarmVolume, displayBrightness, childLock, nightMode, relayState, ecoMode
`;

export interface Labelled {
  readonly field: {
    readonly name: string;
    readonly unit?: string;
    readonly type?: string;
    readonly parent?: string;
    readonly ecosystem: string;
  };
  readonly category: string;
  readonly sensitivity: string;
}

export const LABELLED: readonly Labelled[] = readLabels(LABELS);
export const LABELLED_RARE: readonly Labelled[] = readLabels(RARE_LABELS);

/** One line a label: ecosystem | category | sensitivity (`-` where a wrong `low` would be no leak) | fields. */
export function readLabels(labels: string): readonly Labelled[] {
  return labels
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [ecosystem = '', category = '', sensitivity = '', fields = ''] = line.split(' | ');
      return fields
        .split(', ')
        .map((written) => ({ field: { ...fieldFrom(written), ecosystem }, category, sensitivity }));
    });
}

function fieldFrom(written: string) {
  const parts = /^(?:(?<parent>[^>]+)>)?(?<name>[^[<>]+)(?:\[(?<unit>[^\]]*)\])?(?:<(?<type>[^>]+)>)?$/.exec(
    written,
  )?.groups;
  if (!parts) throw new Error(`cannot read the label of ${written}`);
  const { parent, name = '', unit, type } = parts;
  return { name, ...(parent && { parent }), ...(unit && { unit }), ...(type && { type }) };
}
