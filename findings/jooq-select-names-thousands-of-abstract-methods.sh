#!/usr/bin/env bash
# Composing one small SELECT with jOOQ, which runs nothing, makes the JVM keep some 45,000 texts such as
# "Method org/jooq/CommonTableExpression.getPackage()Lorg/jooq/Package; is abstract": a third of all its symbols.
# Expected: a few hundred classes cost what their code takes.
# For each abstract method that a type inherits, where it inherits default methods as well, HotSpot makes a method that
# throws, with its message as a symbol of its own. jOOQ's steps extend each other, with hundreds of methods each. These
# texts go into a class cache (CDS or AOT), too.
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
      <groupId>org.jooq</groupId>
      <artifactId>jooq</artifactId>
      <version>3.19.24</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -B -ntp -q -f "$directory/pom.xml" dependency:copy-dependencies -DoutputDirectory="$directory/lib"
cat > "$directory/Finding.java" <<'JAVA'
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

class Finding {

	public static void main(String[] args) throws Exception {
		System.setProperty("org.jooq.no-logo", "true");
		System.setProperty("org.jooq.no-tips", "true");
		long before = abstractMethods();
		System.out.println(DSL.using(SQLDialect.DEFAULT)
			.select(DSL.field("a"))
			.from("t")
			.where(DSL.field("b", Integer.class).eq(1))
			.getSQL());
		long after = abstractMethods();
		System.out.printf("Java %s, jOOQ 3.19.24: %,d symbols say that a method is abstract, %,d before the SELECT%n",
				System.getProperty("java.version"), after, before);
		if (before > 1_000 || after < 20_000) {
			System.out.println("The JVM or jOOQ does otherwise now");
			System.exit(1);
		}
	}

	private static long abstractMethods() throws Exception {
		Process table = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd",
				String.valueOf(ProcessHandle.current().pid()), "VM.symboltable", "-verbose").start();
		try (var lines = table.inputReader(java.nio.charset.StandardCharsets.ISO_8859_1).lines()) {
			return lines.filter((line) -> line.endsWith(" is abstract")).count();
		}
	}

}
JAVA
java -cp "$directory/lib/*" "$directory/Finding.java"
