/** What is known about Java packages by the names of their classes. A class is known by the longest prefix. */
import { builtinPackage } from '../builtin-models.ts';

/** Call AWS or describe its events and clients: the library models them, and what it has no model of is unresolved. */
const AWS = [
  'software.amazon.awssdk',
  'com.amazonaws',
  'aws.sdk.kotlin',
  'aws.smithy.kotlin',
  'software.amazon.lambda.powertools',
  'software.amazon.lambda.snapstart',
  'software.amazon.payloadoffloading',
];

/** Reviewed: none of these signs a request to AWS or depends on a module that does. */
const HARMLESS: readonly { readonly why: string; readonly packages: string }[] = [
  {
    why: 'it reads, writes and checks data in memory',
    packages:
      'com.fasterxml tools.jackson io.burt.jmespath com.google.gson com.google.common com.google.protobuf org.json org.yaml net.minidev com.jayway com.bazaarvoice org.apache.avro ' +
      'org.apache.commons ' +
      'org.apache.parquet org.apache.pdfbox org.apache.poi com.opencsv org.jsoup org.mapstruct org.modelmapper com.github.f4b6a3 com.auth0 com.nimbusds ' +
      'io.jsonwebtoken org.jose4j net.sf.kdgcommons org.bouncycastle org.threeten org.joda io.vavr org.imgscalr net.coobird com.drewnoakes org.w3c org.xml com.networknt ' +
      'com.itextpdf org.apache.velocity org.apache.tika org.thymeleaf freemarker.template net.sf.jsqlparser org.everit com.github.victools io.cloudevents org.bson',
  },
  {
    why: 'it works on text, control flow or output within the process',
    packages:
      'org.slf4j org.apache.logging org.apache.log4j ch.qos.logback lombok org.jetbrains org.checkerframework ' +
      'org.crac software.amazon.cloudwatchlogs javax.annotation io.github.resilience4j io.github.microutils io.github.oshai mu dev.failsafe net.jodah org.reactivestreams reactor io.reactivex io.micrometer io.opentelemetry ' +
      'picocli com.beust org.aspectj edu.umd org.immutables javassist org.objectweb com.lmax org.fusesource',
  },
  {
    why: 'it makes the objects that the program declares, and their methods are followed by their types',
    packages:
      'org.springframework io.micronaut io.quarkus javax.inject jakarta com.google.inject dagger javax.enterprise org.eclipse.microprofile ' +
      'javax.validation javax.persistence javax.ws org.hibernate org.glassfish org.jboss io.smallrye',
  },
  {
    why: 'it sends requests to the addresses that it is given and signs none of them for AWS',
    packages:
      'okhttp3 okio io.ktor com.github.kittinunf retrofit2 org.apache.http org.apache.hc com.mashape kong.unirest org.asynchttpclient io.netty org.eclipse.jetty feign io.grpc com.launchdarkly.eventsource com.stripe com.twilio com.sendgrid com.slack org.elasticsearch org.keycloak io.modelcontextprotocol',
  },
  {
    why: 'it speaks the protocol of a database or a broker and signs nothing for AWS on its own',
    packages:
      'org.postgresql com.mysql org.mariadb com.zaxxer redis.clients io.lettuce com.mongodb org.mongodb org.neo4j org.apache.kafka com.rabbitmq ' +
      'org.apache.activemq org.redisson org.jooq org.jdbi org.flywaydb org.apache.tomcat com.microsoft.sqlserver oracle.jdbc org.h2 net.spy',
  },
  {
    why: 'it runs in tests only',
    packages:
      'org.junit junit org.mockito org.assertj org.hamcrest com.github.tomakehurst org.testcontainers uk.org.webcompere io.mockk io.kotest',
  },
];

const under = (name: string, prefix: string): boolean => name === prefix || name.startsWith(`${prefix}.`);

export const awsPackage = (name: string): string | undefined => builtinPackage('java', name) ?? AWS.find((prefix) => under(name, prefix));

const harmless = HARMLESS.flatMap(({ why, packages }) => packages.split(' ').map((prefix) => ({ prefix, why })));

export const whyHarmless = (name: string): string | undefined => harmless.find(({ prefix }) => under(name, prefix))?.why;

/** Packages of the Java platform itself, and of Kotlin's library. */
export const isStandard = (name: string): boolean => /^(java|javax|jdk|sun|com\.sun|kotlin|kotlinx)\./.test(name);
