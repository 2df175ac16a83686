package dev.dataapi.cache.shared;

import java.net.URI;
import java.time.Duration;

import javax.net.ssl.SSLParameters;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.InvalidSettingException;
import dev.dataapi.cache.CacheProperties;
import dev.dataapi.cache.Origin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * The Redis or Valkey server that instances share, if that is set.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "data-api.cache.shared", havingValue = "redis")
@EnableConfigurationProperties({ CacheProperties.class, DataRedisProperties.class })
class SharedCacheConfiguration {

	private static final Duration DEADLINE = Duration.ofMillis(50);

	private static final int CONNECTIONS = 8;

	@Bean(initMethod = "start")
	SharedLevel sharedCache(CacheProperties properties, DataRedisProperties redis, ObjectProvider<SslBundles> bundles,
			ObjectProvider<Origin> origin, ObjectProvider<MeterRegistry> registry, ObjectProvider<Ticker> ticker) {
		Duration deadline = (redis.getTimeout() != null) ? redis.getTimeout() : DEADLINE;
		if (!deadline.isPositive()) {
			throw new InvalidSettingException("spring.data.redis.timeout", redis.getTimeout(), "be longer than 0s");
		}
		return new SharedLevel(new RedisStore(client(redis, deadline, bundles), deadline), properties.sharedPrefix(),
				ProgramDigest.of(SharedCacheConfiguration.class), origin.getIfAvailable(() -> () -> ""),
				ticker.getIfAvailable(Ticker::systemTicker), registry.getIfAvailable(SimpleMeterRegistry::new));
	}

	/** Connects when it is first needed. */
	private static RedisClient client(DataRedisProperties redis, Duration deadline,
			ObjectProvider<SslBundles> bundles) {
		if (redis.getCluster() != null || redis.getSentinel() != null) {
			throw new InvalidSettingException("spring.data.redis", null,
					"name one server by host and port, not a cluster or sentinels");
		}
		int timeout = Math.toIntExact(deadline.toMillis());
		DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
			.connectionTimeoutMillis(timeout)
			.socketTimeoutMillis(Math.toIntExact(RedisStore.longest(deadline).toMillis()))
			.clientName(redis.getClientName())
			// The documented user may not send CLIENT SETINFO
			.clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
		HostAndPort server = (redis.getUrl() != null) ? server(redis.getUrl(), config) : server(redis, config);
		if (redis.getSsl().isEnabled() || isTls(redis.getUrl())) {
			secure(redis.getSsl().getBundle(), config, bundles);
		}
		ConnectionPoolConfig pool = new ConnectionPoolConfig();
		DataRedisProperties.Pool limits = redis.getJedis().getPool();
		pool.setMaxTotal((limits.getMaxActive() > 0) ? limits.getMaxActive() : CONNECTIONS);
		pool.setMaxIdle(pool.getMaxTotal());
		pool.setMaxWait(deadline);
		// A connection that fails is noticed when it is used
		pool.setTestWhileIdle(false);
		return RedisClient.builder().hostAndPort(server).clientConfig(config.build()).poolConfig(pool).build();
	}

	private static HostAndPort server(DataRedisProperties redis, DefaultJedisClientConfig.Builder config) {
		if (!StringUtils.hasText(redis.getHost())) {
			throw new InvalidSettingException("spring.data.redis.host", redis.getHost(), "be a host name");
		}
		if (redis.getPort() < 1 || redis.getPort() > 65_535) {
			throw new InvalidSettingException("spring.data.redis.port", redis.getPort(), "be from 1 to 65535");
		}
		if (redis.getDatabase() < 0) {
			throw new InvalidSettingException("spring.data.redis.database", redis.getDatabase(), "be 0 or more");
		}
		config.user(textOrNull(redis.getUsername()))
			.password(textOrNull(redis.getPassword()))
			.database(redis.getDatabase());
		return new HostAndPort(redis.getHost(), redis.getPort());
	}

	private static HostAndPort server(String url, DefaultJedisClientConfig.Builder config) {
		try {
			URI uri = URI.create(url);
			if (JedisURIHelper.isValid(uri)) {
				config.user(JedisURIHelper.getUser(uri))
					.password(JedisURIHelper.getPassword(uri))
					.database(JedisURIHelper.getDBIndex(uri));
				return JedisURIHelper.getHostAndPort(uri);
			}
		}
		catch (IllegalArgumentException ex) {
			// Refused below, without the message: it may quote a password
		}
		throw new InvalidSettingException("spring.data.redis.url", null,
				"be of the form redis://user:password@host:port");
	}

	private static boolean isTls(@Nullable String url) {
		return url != null && url.startsWith("rediss:");
	}

	private static void secure(@Nullable String bundle, DefaultJedisClientConfig.Builder config,
			ObjectProvider<SslBundles> bundles) {
		SSLParameters parameters = new SSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		config.ssl(true).sslParameters(parameters);
		if (StringUtils.hasText(bundle)) {
			config.sslSocketFactory(bundles.getObject().getBundle(bundle).createSslContext().getSocketFactory());
		}
	}

	private static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

}
