/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.cloudmeta.internal.filter;

import java.util.Locale;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretNames}.
 */
class SecretNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "password", "dbPassword", "db-pwd", "db_passwd", "DB_PASSWORD", "userpassword",
			"passphrase", "admin_pass", "adminPass", "dbpass", "pw", "root-pw1", "private_key", "privateKey", "privkey",
			"tls-key", "tlsKey", "TLSKey", "tlskey", "sshKeys", "ssh-keys", "SSH_AUTHORIZED_KEYS", "key", "Key1",
			"keys", "api.token", "apiToken", "API_TOKEN", "token", "tokens", "sas_token", "sas", "SAS",
			"service-account-json", "serviceAccountJson", "kube-env", "kubeEnv", "kubeconfig", "kubelet-config",
			"startup-script", "startupScript", "windows-startup-script-ps1", "shutdown_script", "START_SCRIPT",
			"user-data", "userData", "USER_DATA", "userdata2", "user-data-encoding", "customData", "vendordata",
			"vendor_data2", "random_seed", "randomSeed", "credentials", "credential", "gcp-creds", "aws.cred", "pem",
			"server.pem", "cert", "tlsCert", "ca-certs", "certificate", "clientCertificate", "keystore", "key-store",
			"keyData", "keyFile", "key-pem", "client_secret", "clientsecret", "secretKeyBase", "access-key-id",
			"AccessKeyId", "securitykey", "auth_key", "auth", "registry-auth", "erlang-cookie", "erlangCookie", "jwt",
			"bearer", "dsn", "connectionString", "connection_string", "DATABASE_URL", "cloud-init", "host_keys", "p12",
			"client.p12", "encryption-key-v2", "pAsSwOrD", "db_password=hunter2", "api-key:1234" })
	void nameOfASecretIsFound(String name) {
		assertThat(SecretNames.isSecret(name)).isTrue();
		assertThat(SecretNames.isSecretPath("instance/attributes/" + name)).isTrue();
		assertThat(SecretNames.isSecretPath("meta." + name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_data_base64", "userDataBase64", "user-data-base64", "userdata_base64",
			"USERDATABASE64", "custom_data_base64", "vendor-data-base64", "cloud_config_base64", "user_data_base32",
			"userdata-b64", "userdata-gzip", "user-database-user-data", "userdatabase64v2", "auth_base64", "auth-b64",
			"authBase64", "authbase64", "ssh-encoded", "kube_hex", "password_base64", "keyb64" })
	void encodedSecretIsFound(String name) {
		assertThat(SecretNames.isSecret(name)).isTrue();
		assertThat(SecretNames.isSecretPath("instance/attributes/" + name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rootpw", "dbpw", "dbPw", "root_pw", "psk", "wifi-psk", "wifipsk", "ipsec_psk", "id_rsa",
			"idRsa", "id_ed25519", "id_ecdsa", "slack-webhook-url", "slackWebhook", "webhooks", "mongodb_uri",
			"MONGO_URL", "database_uri", "DATABASE_URI", "redis-url", "postgresUrl", "amqp_url", "jdbc-uri",
			"auth_header", "authHeader", "dockerauth", "basicAuth", "dbcreds", "aws-creds", "rsakeypem", "rsa_key",
			"tlspem" })
	void commonNameOfASecretIsFound(String name) {
		assertThat(SecretNames.isSecret(name)).isTrue();
		assertThat(SecretNames.isSecretPath("tags/" + name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "p\uff41ssword", "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44", "\uff34OKEN",
			"user\uff0ddata", "\ud835\udc2d\ud835\udc28\ud835\udc24\ud835\udc1e\ud835\udc27", "pa\u017f\u017fword" })
	void otherFormOfALetterIsTheLetter(String name) {
		assertThat(SecretNames.isSecret(name)).isTrue();
		assertThat(SecretNames.isSecretPath("tags/" + name)).isTrue();
		assertThat(SecretNames.isSecretPath("tags\uff0f" + name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "partition_key", "partitionKey", "cert-manager", "max-tokens", "MAX_TOKENS",
			"password-policy", "passwordPolicy" })
	void nameThatIsClearlyNoSecretsIsNot(String name) {
		assertThat(SecretNames.isSecret(name)).isFalse();
		assertThat(SecretNames.isSecretPath("tags/" + name)).isFalse();
		assertThat(SecretNames.isSecret(name + "-key")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "region", "key-name", "keyName", "kms-key-id", "regionKey", "realmKey", "region_key",
			"keyspace", "monkey", "keyboard", "keystone-url", "tokenization-zone", "tokenizer", "photo-kenya", "bypass",
			"compass", "description", "subscriptionId", "javascript", "concert", "certified",
			"disablePasswordAuthentication", "driftToken", "user-database", "userDatabase", "auth-url",
			"kubernetes.io/cluster/parcels", "k8s-version", "Name", "team", "cost-center", "environment",
			"aws:autoscaling:groupName", "aws:ec2launchtemplate:version", "ssh-port", "security-groups",
			"securityProfile", "encryptionAtHost", "licenseType", "passenger-service", "acm-certificate-arn", "turkey",
			"script-version", "availability-zone-id", "metadata", "public-ipv4", "instance-life-cycle", "macAddress",
			"partition", "cpu-platform", "user-database-1", "auth-url", "auth_uri", "endpoint-uri", "base-url",
			"author", "capslock", "Zürich", "東京" })
	void otherNameIsNot(String name) {
		assertThat(SecretNames.isSecret(name)).isFalse();
		assertThat(SecretNames.isSecretPath("tags/" + name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "iam/security-credentials", "meta/db_password/x", "user/data", "private.key",
			"tags[0].password", "a?b=c&token=d", "service-account/json" })
	void pathToASecretIsFound(String path) {
		assertThat(SecretNames.isSecretPath(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tags[0].key", "Tags[12].Key", "regionInfo.regionKey", "compute.tagsList[0].name",
			"compute.osProfile.disablePasswordAuthentication", "instance.virtualClock.driftToken" })
	void pathToAnythingElseIsNot(String path) {
		assertThat(SecretNames.isSecretPath(path)).isFalse();
	}

	@Provide
	Arbitrary<String> secrets() {
		return Arbitraries.of("password", "db-pwd", "private-key", "api-token", "user-data", "startup-script",
				"random-seed", "credentials", "client-secret", "tls-key", "kube-config", "ssh-keys");
	}

	@Property
	void spellingDoesNotCount(@ForAll("secrets") String name, @ForAll boolean upperCase, @ForAll boolean camelCase) {
		for (String separator : new String[] { "-", "_", ".", " ", ":", "" }) {
			String spelled = camelCase ? camelCase(name) : name;
			spelled = spelled.replace("-", separator);
			spelled = upperCase ? spelled.toUpperCase(Locale.ROOT) : spelled;
			assertThat(SecretNames.isSecret(spelled)).as(spelled).isTrue();
			assertThat(SecretNames.isSecret("my-" + spelled)).as(spelled).isTrue();
		}
	}

	private static String camelCase(String name) {
		int hyphen = name.indexOf('-');
		return (hyphen < 0) ? name : name.substring(0, hyphen + 1)
				+ name.substring(hyphen + 1, hyphen + 2).toUpperCase(Locale.ROOT) + name.substring(hyphen + 2);
	}

	@Property
	void anyTextHasAnAnswer(@ForAll String text) {
		assertThat(SecretNames.isSecret(text + "-password")).isTrue();
		SecretNames.isSecretPath(text);
	}

}
