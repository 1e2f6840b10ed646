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

package io.cloudmeta.internal.detection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cloudmeta.CloudProvider;
import io.cloudmeta.test.CloudSimulator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what no path leads to, on any cloud: out of the tree of metadata, or to a
 * secret. It is refused before anything is asked.
 */
class ForbiddenPathTests {

	/** Ways out of a tree, as text, encoded, and in ways that some servers undo. */
	private static final List<String> ESCAPES = List.of("../../latest/user-data", "..", "a/../b", "./a", "a/.",
			"%2e%2e/%2e%2e/latest/user-data", "..%2f..%2flatest%2fuser-data", "%252e%252e%252flatest", "a%2fb", "a%5cb",
			"..\\..\\latest\\user-data", "a\\b", "..;/user-data", "a;b=c/d", "a\u0000b", "a%00b", "\u2025/a",
			"\uff0e\uff0e/latest", "a\uff0fb", "a\u2215b", "a\u2044b", "http://example.org/", "http:/example.org",
			"//example.org/", "//169.254.169.254/latest", "/latest/user-data", "a//b", "a?recursive=true",
			"?recursive=true", "a#b", "a&b", "a b", " ", "", "/", "a\nb", "a\r\nX-Header: b", "a\tb",
			"a@example.org:80/%2e", "\u202ea", "a".repeat(1000));

	/** What is a secret on one cloud is asked for on none. */
	private static final List<String> ON_ANY_CLOUD = List.of("user-data", "user_data", "userData", "USER-DATA/",
			"vendor-data", "password", "password/", "token", "security-credentials/role", "securitykey",
			"iam/security-credentials/role", "identity-credentials/ec2/security-credentials/ec2-instance",
			"attested/document", "scheduledevents", "ram/security-credentials/role", "cam/security-credentials/role",
			"instance/service-accounts/default/token", "auth_key", "random_seed", "admin_pass", "credentials",
			"dbPassword", "db-pwd", "db_passwd", "DB.Password", "private_key", "privkey", "tls-key", "tlsKey",
			"TLS_KEY", "api.token", "apiToken", "service-account-json", "serviceAccountJson", "kube-env", "kubeEnv",
			"kubeconfig", "ssh-keys", "sshKeys", "startup-script", "startupScript", "custom-data", "customData", "sas",
			"sas-token", "server.pem", "cert", "tls_cert", "a/b/credentials", "meta/db_password", "meta/db_password/",
			"pAsSwOrD", "tags/db-password");

	private static final Map<String, List<String>> PATHS = paths();

	private static Map<String, List<String>> paths() {
		Map<String, List<String>> paths = new LinkedHashMap<>();
		paths.put("aws", List.of("iam/security-credentials", "iam/security-credentials/", "IAM/Security-Credentials/x",
				"managed-ssh-keys/signer-ca"));
		paths.put("azure",
				List.of("compute/userData", "compute/customData", "compute/userdata/", "compute.userData",
						"compute/publicKeys", "compute/publicKeys/0/keyData", "identity/oauth2/token", "attested",
						"compute/storageProfile/osDisk/encryptionSettings", "compute/tags", "Scheduled-Events"));
		paths.put("gcp", List.of("instance/service-accounts/default/identity", "instance/service-accounts/",
				"instance/service-accounts/default/", "Instance/Service-Accounts/default/Token", "instance/attributes/",
				"instance/attributes/user-data", "instance/attributes/startup-script", "instance/attributes/ssh-keys",
				"project/attributes/ssh-keys", "instance/attributes/kube-env", "instance/attributes/db-passwd",
				"instance/attributes/api-key", "instance/attributes/configure-sh", "instance/guest-attributes/a/b",
				"instance/attributes.user-data", "instance/gce-workload-certificates/trust-anchors", "oslogin/users",
				"instance/attributes/tls-key", "instance/attributes/privkey",
				"instance/attributes/service-account-json", "project/attributes/", "project/attributes",
				"Project/Attributes/", "instance/Attributes", "instance.attributes", "instance/guest_attributes/a/b",
				"instance/guestAttributes/a/b", "instance/partner-attributes/a", "instance/serviceAccounts/default/",
				"instance/service_accounts/default", "instance/attributes/gce-container-declaration"));
		paths.put("openstack", List.of("public-keys/0/openssh-key", "keys", "keys/0/data", "meta/password",
				"meta/dbPassword", "meta.db-pwd", "cloud-init"));
		paths.put("cloudstack", List.of("vm-password", "my_secret", "api-key", "public-keys"));
		paths.put("exoscale", List.of("vm-password", "my_secret", "api-key", "public-keys"));
		paths.put("opennebula", List.of("VM/USER_TEMPLATE/DB_PASSWORD", "VM.TEMPLATE.CONTEXT.TOKEN",
				"VM/USER_TEMPLATE/API_KEY", "START_SCRIPT"));
		paths.put("oracle",
				List.of("identity/cert.pem", "identity/key.pem", "identity/", "metadata", "metadata/user_data",
						"instance/metadata/user_data", "extendedMetadata/", "instance", "metadata/db_passwd",
						"metadata/ssh_authorized_keys", "metadata.user_data", "instance/extendedMetadata",
						"extended-metadata", "extended_metadata/", "Instance/ExtendedMetadata/", "instance/",
						"instance/extendedMetadata/tls_key", "extendedMetadata/app/dbPassword",
						"extendedMetadata.app.api.token", "Identity/key.pem", "instance/metadata/"));
		paths.put("alibaba", List.of("ram/security-credentials/", "all", "all/"));
		paths.put("digitalocean", List.of("auth-key", "public-keys", "public-keys/0"));
		paths.put("hetzner", List.of("userdata", "public-keys"));
		paths.put("tencent", List.of("cam/security-credentials/", "cam"));
		paths.put("huawei", List.of("public-keys/0/openssh-key", "keys", "meta/admin_pass"));
		paths.put("ibm", List.of("initialization/user_data", "initialization", "keys/0", "default_trusted_profile"));
		paths.put("akamai", List.of("ssh-keys", "instance/token"));
		paths.put("vultr", List.of("public-keys", "startup-script"));
		paths.put("scaleway", List.of("user_data/cloud-init", "ssh_public_keys"));
		paths.put("upcloud", List.of("public_keys", "user_data"));
		paths.put("yandex",
				List.of("instance/attributes/user-data", "instance/attributes/ssh-keys",
						"instance/service-accounts/default/token", "instance/service-accounts/", "instance/attributes/",
						"instance/identity"));
		return paths;
	}

	static List<String> clouds() {
		return CloudSimulator.getClouds();
	}

	@ParameterizedTest
	@MethodSource("clouds")
	void refusesBeforeAnyRequest(String cloud) {
		assertThat(PATHS).as("each cloud has secrets of its own").containsKey(cloud);
		List<String> paths = new ArrayList<>(ESCAPES);
		paths.addAll(ON_ANY_CLOUD);
		paths.addAll(PATHS.getOrDefault(cloud, List.of()));
		try (CloudSimulator simulator = CloudSimulator.start(cloud);
				DetectedCloudInstance instance = TestSettings.of(simulator)
					.provider(CloudProvider.of(cloud))
					.instance()) {
			assertThat(instance.getFetchedAt()).isNotNull();
			simulator.resetRequests();
			SoftAssertions softly = new SoftAssertions();
			for (String path : paths) {
				Throwable thrown = catchThrowable(() -> instance.getAttribute(path));
				softly.assertThat(thrown).as("'%s'", path).isInstanceOf(IllegalArgumentException.class);
			}
			softly.assertThat(simulator.getRequests()).as("requests").isEmpty();
			softly.assertAll();
		}
	}

}
