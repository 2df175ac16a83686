package dev.dataapi.mcp;

import dev.dataapi.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of tools.
 *
 * @param maxRows how many rows the answer of a call may have, 1 to 10,000
 */
@ConfigurationProperties("data-api.mcp")
record McpProperties(@DefaultValue("200") int maxRows) {

	McpProperties {
		InvalidSettingException.requireWithin("data-api.mcp.max-rows", maxRows, 1, 10_000);
	}

	/**
	 * Whether there are tools.
	 *
	 * @param mcp whether agents are answered under {@code /mcp}
	 */
	@ConfigurationProperties("data-api")
	record Switch(@DefaultValue("false") boolean mcp) {
	}

}
