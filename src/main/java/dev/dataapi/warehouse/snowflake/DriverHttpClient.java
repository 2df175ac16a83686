package dev.dataapi.warehouse.snowflake;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import net.snowflake.client.internal.core.HttpClientSettingsKey;
import net.snowflake.client.internal.core.HttpUtil;
import net.snowflake.client.jdbc.internal.apache.http.HttpHost;
import net.snowflake.client.jdbc.internal.apache.http.HttpRequest;
import net.snowflake.client.jdbc.internal.apache.http.client.methods.CloseableHttpResponse;
import net.snowflake.client.jdbc.internal.apache.http.client.methods.HttpUriRequest;
import net.snowflake.client.jdbc.internal.apache.http.impl.client.CloseableHttpClient;
import net.snowflake.client.jdbc.internal.apache.http.protocol.HttpContext;

/**
 * The driver's HTTP client, which tells each {@link DriverCall} what it sends. The driver
 * offers no such hook: its internals are used here, and nowhere else but in that class
 * and {@link AnswerCheck}.
 */
final class DriverHttpClient extends CloseableHttpClient {

	private static final int OK = 200;

	private final CloseableHttpClient client;

	private DriverHttpClient(CloseableHttpClient client) {
		this.client = client;
	}

	/** Begins the user agent suffix of the service's own clients. */
	static final String USER_AGENT_SUFFIX = "data-api ";

	/** Makes the driver wrap each client that it creates for this service. */
	static synchronized void install() {
		if (!(HttpUtil.httpClient instanceof Clients)) {
			HttpUtil.httpClient = new Clients();
		}
	}

	@Override
	protected CloseableHttpResponse doExecute(HttpHost target, HttpRequest request, HttpContext context)
			throws IOException {
		DriverCall call = DriverCall.current();
		HttpUriRequest sent = (HttpUriRequest) request;
		call.sends(sent);
		try {
			CloseableHttpResponse response = this.client.execute(target, request, context);
			int status = response.getStatusLine().getStatusCode();
			call.answered((status != OK) ? "status " + status : null);
			if (status == OK && AnswerCheck.concerns(sent)) {
				response.setEntity(AnswerCheck.of(response.getEntity(), call));
			}
			return response;
		}
		catch (IOException ex) {
			call.answered(ex.toString());
			throw ex;
		}
	}

	@Override
	@Deprecated
	public net.snowflake.client.jdbc.internal.apache.http.params.HttpParams getParams() {
		return this.client.getParams();
	}

	@Override
	@Deprecated
	public net.snowflake.client.jdbc.internal.apache.http.conn.ClientConnectionManager getConnectionManager() {
		return this.client.getConnectionManager();
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

	/** The driver's clients by their settings, some of them wrapped. */
	private static final class Clients extends ConcurrentHashMap<HttpClientSettingsKey, CloseableHttpClient> {

		private static final long serialVersionUID = 1L;

		@Override
		public CloseableHttpClient computeIfAbsent(HttpClientSettingsKey settings,
				Function<? super HttpClientSettingsKey, ? extends CloseableHttpClient> build) {
			return super.computeIfAbsent(settings, (absent) -> {
				CloseableHttpClient client = build.apply(absent);
				return settings.getUserAgentSuffix().startsWith(USER_AGENT_SUFFIX) ? new DriverHttpClient(client)
						: client;
			});
		}

	}

}
