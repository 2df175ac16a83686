package dev.dataapi.web;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;

/**
 * The access log of a service that only Snowflake's ingress can reach.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "data-api.access-log=true", "data-api.trust-ingress-user=true" })
class AccessLineOfIngressUserTests extends AccessLineContract {

	@Test
	void lineNamesTheUser(CapturedOutput output) throws Exception {
		get("/customer/511", "line-11");
		assertLine(output, "line-11", "GET /customer/511 200 [0-9]+ ms [0-9]{3} bytes miss by JANE\n");
	}

}
