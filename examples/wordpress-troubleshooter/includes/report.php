<?php
/** What this site tells of itself: WordPress' own Site Health without what is private, and what we make of it. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

const MESSAGE_MAX_CHARS = 2000;

/** What WordPress marks as private: another plugin, or an old WordPress, may lack the mark. */
const PRIVATE_FIELDS = array(
	'wp-core'      => array( 'home_url', 'site_url' ),
	'wp-database'  => array( 'database_user', 'database_host', 'database_name', 'database_prefix', 'database_charset', 'database_collate' ),
	'wp-constants' => array( 'ABSPATH' ),
);

/** `{sections, diagnosis}`, as the desk takes them. Asks WordPress.org and this site itself, so it takes some seconds. */
function collect_report(): array {
	foreach ( array( 'class-wp-debug-data', 'class-wp-site-health', 'update', 'misc' ) as $file ) {
		require_once ABSPATH . "wp-admin/includes/$file.php";
	}
	add_filter( 'http_request_args', __NAMESPACE__ . '\in_time' );
	try {
		return array(
			'sections'  => public_sections( \WP_Debug_Data::debug_data() ),
			'diagnosis' => diagnosis(),
		);
	} finally {
		remove_filter( 'http_request_args', __NAMESPACE__ . '\in_time' );
	}
}

/** Site Health waits for each of its two calls twice as long as a page should. */
function in_time( array $args ): array {
	$args['timeout'] = min( (float) $args['timeout'], TIMEOUT_SECONDS );
	return $args;
}

/** What is private never leaves the site. */
function public_sections( array $sections ): array {
	// Sizes are counted by the browser, section by section: here they would say "loading".
	unset( $sections['wp-paths-sizes'] );
	$public = array();
	foreach ( $sections as $key => $section ) {
		$fields = is_public( $section ) ? array_filter( $section['fields'] ?? array(), __NAMESPACE__ . '\is_public' ) : array();
		$fields = array_diff_key( $fields, array_flip( PRIVATE_FIELDS[ $key ] ?? array() ) );
		if ( array() !== $fields ) {
			$public[ $key ] = array(
				'label'  => (string) ( $section['label'] ?? $key ),
				'fields' => $fields,
			);
		}
	}
	return $public;
}

/** Plugins add sections and fields of their own, and some are not in the form that WordPress asks for. */
function is_public( $part ): bool {
	return is_array( $part ) && empty( $part['private'] );
}

/** `[{severity, code, message}]`. */
function diagnosis(): array {
	return array_merge( outdated_plugins(), debugging(), failing_loopback() );
}

function outdated_plugins(): array {
	$names = array();
	foreach ( get_plugin_updates() as $plugin ) {
		$names[] = "{$plugin->Name} {$plugin->Version} → {$plugin->update->new_version}";
	}
	/* translators: 1: number of plugins, 2: their names and versions */
	$text = _n( '%1$d plugin has an update: %2$s', '%1$d plugins have updates: %2$s', count( $names ), 'replify-troubleshooter' );
	return array() === $names ? array() : array( finding( 'plugins_outdated', sprintf( $text, count( $names ), implode( ', ', $names ) ) ) );
}

function debugging(): array {
	if ( ! WP_DEBUG || 'production' !== wp_get_environment_type() ) {
		return array();
	}
	$text = __( 'WP_DEBUG is on, and this site is in production.', 'replify-troubleshooter' );
	return array( finding( 'debug_on', $text ) );
}

/** Without it neither WP-Cron nor the editors work. */
function failing_loopback(): array {
	$result = \WP_Site_Health::get_instance()->can_perform_loopback();
	if ( 'good' === $result->status ) {
		return array();
	}
	return array( finding( 'loopback_failed', wp_strip_all_tags( str_replace( '<br>', ' ', $result->message ) ), $result->status ) );
}

function finding( string $code, string $message, string $severity = 'warning' ): array {
	return array(
		'severity' => 'critical' === $severity ? 'critical' : 'warning',
		'code'     => $code,
		'message'  => wp_html_excerpt( $message, MESSAGE_MAX_CHARS, '…' ),
	);
}

/** All that is sent of a field: what is for people, and what is for programs where that differs. */
function field_text( array $field ): string {
	$value = value_text( $field['value'] ?? '' );
	$debug = value_text( $field['debug'] ?? $value );
	return $debug === $value ? $value : "$value\n[$debug]";
}

/** A value may be a list. */
function value_text( $value ): string {
	if ( is_array( $value ) ) {
		$lines = array();
		foreach ( $value as $name => $one ) {
			$lines[] = $name . ': ' . value_text( $one );
		}
		return implode( "\n", $lines );
	}
	return is_bool( $value ) ? var_export( $value, true ) : (string) $value;
}
