/*
 * Pairs a device with a Hearthgate hub, on ESP-IDF 5 (esp-mqtt, Mbed TLS, NVS, cJSON). The exchange is that of
 * docs/pairing.md. Needs CONFIG_MBEDTLS_CERTIFICATE_BUNDLE=y, because the pinned authority is checked in the place of the
 * bundle. Call pair() with the text of the code once the network is up and NVS is ready.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "cJSON.h"
#include "esp_log.h"
#include "esp_random.h"
#include "esp_system.h"
#include "mbedtls/base64.h"
#include "mbedtls/sha256.h"
#include "mbedtls/ssl.h"
#include "mqtt_client.h"
#include "nvs.h"

static const char *TAG = "pairing";
static uint8_t pinned[32];
static char host[254], code[27], nonce[33], hello_topic[80], answer_topic[80];
static unsigned port;

/* hearthgate:1;<host>;<port>;<43 of base64url>;<26 of base32> */
static bool read_code(const char *text)
{
    char print[45];
    int end = 0;
    if (sscanf(text, "hearthgate:1;%253[^;];%5u;%43[A-Za-z0-9_-];%26[a-z2-7]%n", host, &port, print, code, &end) != 4)
        return false;
    if (text[end] != '\0' || strlen(print) != 43 || strlen(code) != 26 || port == 0 || port > 65535) return false;
    for (char *at = print; *at; at++) *at = *at == '-' ? '+' : *at == '_' ? '/' : *at;
    strcat(print, "=");
    size_t length;
    return mbedtls_base64_decode(pinned, sizeof pinned, &length, (const unsigned char *)print, 44) == 0 && length == 32;
}

/* Called for the authority first, which the hub shows behind its own certificate, and then for that. All else that Mbed TLS
 * found (signature, dates, use) stays in flags and ends the handshake. */
static int verify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    uint8_t shown[32];
    if (depth == 0) return 0;
    if (mbedtls_sha256(certificate->raw.p, certificate->raw.len, shown, 0) != 0) return MBEDTLS_ERR_X509_FATAL_ERROR;
    if (depth == 1 && memcmp(shown, pinned, sizeof pinned) == 0) *flags &= ~MBEDTLS_X509_BADCERT_NOT_TRUSTED;
    return 0;
}

static esp_err_t pin(void *conf)
{
    static mbedtls_x509_crt nobody; /* Mbed TLS wants a list of the trusted; ours is empty, and verify() decides. */
    mbedtls_x509_crt_init(&nobody);
    mbedtls_ssl_conf_authmode(conf, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(conf, &nobody, NULL);
    mbedtls_ssl_conf_verify(conf, verify, NULL);
    return ESP_OK;
}

/* Written whole before this returns: esp-mqtt acknowledges the answer only after its handler. */
static bool keep(const cJSON *answer)
{
    static const char *const names[] = { "user", "password", "authority" };
    nvs_handle_t store;
    if (nvs_open("hearthgate", NVS_READWRITE, &store) != ESP_OK) return false;
    bool kept = nvs_set_str(store, "host", host) == ESP_OK && nvs_set_u16(store, "port", port) == ESP_OK;
    for (int i = 0; i < 3; i++) {
        const char *value = cJSON_GetStringValue(cJSON_GetObjectItem(answer, names[i]));
        kept = kept && value != NULL && nvs_set_str(store, names[i], value) == ESP_OK;
    }
    kept = kept && nvs_commit(store) == ESP_OK;
    nvs_close(store);
    return kept;
}

static void answered(const char *data, int length)
{
    cJSON *answer = cJSON_ParseWithLength(data, length);
    const char *state = cJSON_GetStringValue(cJSON_GetObjectItem(answer, "state"));
    if (state == NULL) ESP_LOGE(TAG, "an answer that is none");
    else if (strcmp(state, "waiting") == 0) ESP_LOGI(TAG, "somebody in the home has to confirm");
    else if (strcmp(state, "refused") == 0) ESP_LOGW(TAG, "refused; ask for a new code");
    else if (strcmp(state, "confirmed") != 0) ESP_LOGI(TAG, "a state of a later version");
    else if (!keep(answer)) esp_restart(); /* Not acknowledged: the hub takes the credentials back. */
    else ESP_LOGI(TAG, "paired; connect with what is kept");
    cJSON_Delete(answer);
}

static void on_event(void *arg, esp_event_base_t base, int32_t id, void *data)
{
    esp_mqtt_event_handle_t event = data;
    switch ((esp_mqtt_event_id_t)id) {
    case MQTT_EVENT_CONNECTED:
        esp_mqtt_client_subscribe(event->client, answer_topic, 1);
        break;
    case MQTT_EVENT_SUBSCRIBED: {
        const char *hello = "{\"vendor\":\"acme\",\"model\":\"warm-2\",\"credential\":\"password\"}";
        esp_mqtt_client_publish(event->client, hello_topic, hello, 0, 1, 0);
        break;
    }
    case MQTT_EVENT_DATA: /* buffer.size holds any answer whole. */
        if (event->data_len == event->total_data_len) answered(event->data, event->data_len);
        break;
    case MQTT_EVENT_DISCONNECTED:
        ESP_LOGI(TAG, "the hub has ended the connection");
        break;
    default:
        break;
    }
}

esp_err_t pair(const char *text)
{
    uint8_t random[16];
    if (!read_code(text)) return ESP_ERR_INVALID_ARG;
    esp_fill_random(random, sizeof random);
    for (int i = 0; i < 16; i++) sprintf(nonce + 2 * i, "%02x", random[i]);
    sprintf(hello_topic, "hearthgate/v1/pairing/%s/hello", nonce);
    sprintf(answer_topic, "hearthgate/v1/pairing/%s/answer", nonce);
    const esp_mqtt_client_config_t config = {
        .broker.address = { .transport = MQTT_TRANSPORT_OVER_SSL, .hostname = host, .port = port },
        /* The authority signs as a server for this hub alone, so that its name says nothing more. */
        .broker.verification = { .crt_bundle_attach = pin, .skip_cert_common_name_check = true },
        .credentials = { .username = "pairing", .client_id = nonce, .authentication.password = code },
        .session.keepalive = 30,
        .network.disable_auto_reconnect = true,
        .buffer.size = 8192,
    };
    esp_mqtt_client_handle_t client = esp_mqtt_client_init(&config);
    if (client == NULL) return ESP_ERR_NO_MEM;
    esp_mqtt_client_register_event(client, ESP_EVENT_ANY_ID, on_event, NULL);
    return esp_mqtt_client_start(client);
}
