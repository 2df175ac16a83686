#!/usr/bin/env bash
# A statement of DuckDB's JDBC driver cannot be stopped once its result is streamed (jdbc_stream_results): after execute
# has returned, neither Statement.cancel() nor setQueryTimeout has any effect, and Connection.close() waits.
# Expected: cancel() ends the rows with "INTERRUPT Error", as it does without streaming, and as other drivers do while
# rows are fetched. cancel() looks at a lock that only execute holds, and next() holds the lock that close() needs.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cat > "$directory/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.duckdb</groupId>
      <artifactId>duckdb_jdbc</artifactId>
      <version>2.0.0.1</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -B -ntp -q -f "$directory/pom.xml" dependency:copy-dependencies -DoutputDirectory="$directory/lib"
cat > "$directory/Finding.java" <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

class Finding {

	// Many rows at once, then none for seconds, then one
	private static final String SQL = "SELECT i FROM range(3000000) r(i) UNION ALL "
			+ "SELECT count(*) FROM range(10000) a, range(10000) b WHERE hash(a.range, b.range) = 1";

	public static void main(String[] args) throws Exception {
		Properties streaming = new Properties();
		streaming.setProperty("jdbc_stream_results", "true");
		boolean changed = false;
		try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", streaming);
				PreparedStatement statement = connection.prepareStatement(SQL)) {
			System.out.println("DuckDB " + connection.getMetaData().getDatabaseProductVersion());
			statement.setQueryTimeout(1);
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				Thread canceller = new Thread(() -> {
					for (int i = 0; i < 20; i++) {
						try {
							Thread.sleep(100);
							statement.cancel();
						}
						catch (SQLException | InterruptedException ex) {
							System.out.println("cancel: " + ex.getMessage());
						}
					}
				});
				canceller.setDaemon(true);
				canceller.start();
				long started = System.nanoTime();
				long count = 1;
				while (rows.next()) {
					count++;
					if (count % 300_000 == 0) {
						Thread.sleep(300);
					}
				}
				System.out.printf("All %,d rows came, with a time limit of 1 s (they took %.1f s) and 20 cancels%n",
						count, (System.nanoTime() - started) / 1e9);
				changed = count != 3_000_001;
			}
			catch (SQLException ex) {
				System.out.println("The rows ended: " + ex.getMessage());
				changed = true;
			}
		}
		System.exit(changed ? 1 : 0);
	}

}
JAVA
java --enable-native-access=ALL-UNNAMED -cp "$directory/lib/*" "$directory/Finding.java"
