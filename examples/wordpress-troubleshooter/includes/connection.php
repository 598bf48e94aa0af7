<?php
/** Keeps the tokens of this site, and calls the desk with them. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

/** One option for all of it, not loaded with every page. */
const CONNECTION = 'replify_troubleshooter_connection';
/** Who is connected, for people to read. */
const ACCOUNT = 'replify_troubleshooter_account';

/** Refreshed before its end, as a call takes its time. */
const EARLY_SECONDS = 30;
/** Longer than whoever holds the lock can take: two calls. */
const LOCK_WAIT_SECONDS = 12;
/** After which its holder must have died. */
const LOCK_STALE_SECONDS = 30;

/** Null where this site is not connected. */
function connection(): ?array {
	$kept = get_option( CONNECTION );
	if ( ! is_array( $kept ) || ! isset( $kept['refresh_token'] ) ) {
		return null;
	}
	// A copy of a site brings the tokens along. Each works once, so the copy would cut off the site itself.
	return site_host() === $kept['host'] ? $kept : null;
}

/** Whether the desk ended what was a connection. */
function was_ended(): bool {
	$kept = get_option( CONNECTION );
	return is_array( $kept ) && isset( $kept['ended'] );
}

function site_host(): string {
	return (string) wp_parse_url( home_url(), PHP_URL_HOST );
}

/** Calls the desk for the customer. Throws Trouble. */
function call_connected( string $method, string $path, ?array $body = null, string $key = '' ): array {
	$connection = live_connection();
	$token      = $connection['access_token'];
	if ( $connection['expires_at'] - EARLY_SECONDS < time() ) {
		$token = refreshed_token( $token );
	}
	try {
		return call( $token, $method, $path, $body, $key );
	} catch ( Trouble $trouble ) {
		if ( 'unauthorized' !== $trouble->reason ) {
			throw $trouble;
		}
		// It was cut off, or lasted shorter than it said: a refresh tells which.
		return call( refreshed_token( $token ), $method, $path, $body, $key );
	}
}

/** Keeps what the token endpoint answered, before any of it is used. */
function keep_connection( array $answer ): void {
	$kept = update_option(
		CONNECTION,
		array(
			'access_token'  => (string) $answer['access_token'],
			'refresh_token' => (string) $answer['refresh_token'],
			'expires_at'    => time() + (int) $answer['expires_in'],
			'host'          => site_host(),
		),
		false
	);
	if ( ! $kept ) {
		throw new Trouble( __( 'This site could not save its connection. Ask your host whether its database can be written to.', 'replify-troubleshooter' ) );
	}
}

/** Ends the connection at the desk, then here. Where the desk can't be reached everything stays, and Trouble says so. */
function disconnect(): void {
	locked(
		function () {
			$connection = reread_connection();
			if ( null !== $connection ) {
				ask( '/api/oauth/revoke', array( 'token' => $connection['refresh_token'] ) );
			}
			forget_connection();
		}
	);
}

function forget_connection(): void {
	foreach ( array( CONNECTION, ACCOUNT, NEWS ) as $option ) {
		delete_option( $option );
	}
	wp_clear_scheduled_hook( NEWS_HOOK );
}

function live_connection(): array {
	$connection = connection();
	if ( null === $connection ) {
		throw new Disconnected( __( 'This site is not connected. Press Connect.', 'replify-troubleshooter' ) );
	}
	return $connection;
}

/** An access token after `$stale`. A refresh token works once, so of several processes one asks, and the others take what it got. */
function refreshed_token( string $stale ): string {
	return locked(
		function () use ( $stale ) {
			reread_connection();
			$connection = live_connection();
			if ( $stale === $connection['access_token'] ) {
				keep_connection( refresh( $connection['refresh_token'] ) );
			}
			return live_connection()['access_token'];
		}
	);
}

function refresh( string $refresh_token ): array {
	$form = array(
		'grant_type'    => 'refresh_token',
		'refresh_token' => $refresh_token,
	);
	try {
		try {
			return ask( '/api/oauth/token', $form );
		} catch ( Trouble $trouble ) {
			if ( 'no_answer' !== $trouble->reason ) {
				throw $trouble;
			}
			// The answer may be what was lost. For some seconds the desk gives the same one again; later this would look like a theft.
			return ask( '/api/oauth/token', $form );
		}
	} catch ( Trouble $trouble ) {
		if ( 'invalid_grant' !== $trouble->reason ) {
			throw $trouble;
		}
		update_option( CONNECTION, array( 'ended' => true ), false );
		throw new Disconnected( ended_text(), $trouble->reason );
	}
}

function ended_text(): string {
	return __( 'The connection to support has ended: you or support cut it off, or it was not used for a month. Your tickets are safe. Press Connect to go on.', 'replify-troubleshooter' );
}

/** What another process may have stored since this one looked first: WordPress keeps what it has read. */
function reread_connection(): ?array {
	wp_cache_delete( CONNECTION, 'options' );
	return connection();
}

/** Runs alone among all processes of the site. WordPress' own lock is one row of the options; add_option() would let two in. */
function locked( callable $work ) {
	require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';
	$give_up_at = time() + LOCK_WAIT_SECONDS;
	while ( ! \WP_Upgrader::create_lock( CONNECTION, LOCK_STALE_SECONDS ) ) {
		if ( time() >= $give_up_at ) {
			throw new Trouble( __( 'This site is talking to support already. Try again in half a minute.', 'replify-troubleshooter' ) );
		}
		usleep( 100000 );
	}
	try {
		return $work();
	} finally {
		\WP_Upgrader::release_lock( CONNECTION );
	}
}
