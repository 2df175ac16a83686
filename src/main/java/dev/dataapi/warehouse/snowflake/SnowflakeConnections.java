package dev.dataapi.warehouse.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

import net.snowflake.client.api.driver.SnowflakeDriver;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Opens physical connections, each with the credential as it is at that moment.
 */
class SnowflakeConnections extends AbstractDataSource {

	private final SnowflakeDriver driver = new SnowflakeDriver();

	private final SnowflakeProperties settings;

	private final Login login;

	private final Properties session;

	/**
	 * Creates a source of connections.
	 * @param settings where Snowflake is and how to log in
	 * @param session the properties of the driver and of the session, of one pool
	 */
	SnowflakeConnections(SnowflakeProperties settings, Properties session) {
		this.settings = settings;
		this.login = Login.of(settings);
		this.session = session;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Properties properties = new Properties();
		properties.putAll(this.session);
		this.login.addTo(properties, this.settings);
		return this.driver.connect(this.settings.jdbcUrl(), properties);
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

}
