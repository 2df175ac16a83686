package dev.dataapi.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * Answers every request with the bytes that a running service answered one with: what the
 * web server alone costs, to compare a cached look-up with.
 */
final class BareServletMain {

	private BareServletMain() {
	}

	/**
	 * Starts the server.
	 * @param args the port, and the address whose answer is copied
	 * @throws Exception if the service does not answer, or the port is taken
	 */
	public static void main(String[] args) throws Exception {
		byte[] body = body(URI.create(args[1]));
		Tomcat tomcat = new Tomcat();
		tomcat.setPort(Integer.parseInt(args[0]));
		// As the service has it
		tomcat.getConnector().setProperty("maxKeepAliveRequests", "1000");
		tomcat.getConnector()
			.getProtocolHandler()
			.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bare-", 0).factory()));
		Context context = tomcat.addContext("", null);
		Tomcat.addServlet(context, "bare", new BareServlet(body)).addMapping("/*");
		tomcat.start();
		tomcat.getServer().await();
	}

	private static byte[] body(URI address) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray()).body();
		}
	}

	private static final class BareServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final byte[] body;

		BareServlet(byte[] body) {
			this.body = body;
		}

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.setContentType("application/json");
			response.setContentLength(this.body.length);
			response.getOutputStream().write(this.body);
		}

	}

}
