<?php
/** The two ways to connect: the customer's browser comes back with a code, or they type a code at the desk. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

const SCOPE = 'troubleshooter profile';

/** As the desk has it among the addresses of this plugin, with `*` for the host. */
function redirect_uri(): string {
	return page_url();
}

/** Whether the desk can send a browser here: it does so by https, to a name of its own, on the default port. */
function has_redirect(): bool {
	return 1 === preg_match( '#^https://(?:[a-z0-9-]+\.)+(?!\d+/)[a-z0-9-]{2,}/#', redirect_uri() );
}

/** Where to send the browser. A report that waits to be sent is what it comes back to. */
function begin_redirect( string $report_id = '' ): string {
	$attempt = array(
		'state'    => random_text(),
		'verifier' => random_text(),
		'report'   => $report_id,
	);
	set_transient( own_name( 'attempt' ), $attempt, HOUR_IN_SECONDS );
	$query = array(
		'response_type'         => 'code',
		'client_id'             => REPLIFY_TROUBLESHOOTER_CLIENT_ID,
		'redirect_uri'          => redirect_uri(),
		'scope'                 => SCOPE,
		'state'                 => $attempt['state'],
		'code_challenge'        => base64url( hash( 'sha256', $attempt['verifier'], true ) ),
		'code_challenge_method' => 'S256',
	);
	return desk_url( '/oauth/authorize?' . http_build_query( $query, '', '&' ) );
}

/** `$query` is what the browser came back with. Returns the report that waits. Throws Trouble. */
function finish_redirect( array $query ): string {
	$attempt = get_transient( own_name( 'attempt' ) );
	if ( ! is_array( $attempt ) || ! hash_equals( $attempt['state'], (string) ( $query['state'] ?? '' ) ) ) {
		throw new Trouble( __( 'That was the answer to another attempt, or it took more than an hour. Press Connect again.', 'replify-troubleshooter' ) );
	}
	delete_transient( own_name( 'attempt' ) );
	if ( desk_url() !== ( $query['iss'] ?? '' ) ) {
		throw new Trouble( __( 'That answer did not come from support, and was not used. Press Connect again.', 'replify-troubleshooter' ) );
	}
	if ( isset( $query['error'] ) ) {
		throw new Trouble( 'access_denied' === $query['error'] ? denied_text() : described( 400, $query ) );
	}
	finish(
		array(
			'grant_type'    => 'authorization_code',
			'code'          => (string) ( $query['code'] ?? '' ),
			'redirect_uri'  => redirect_uri(),
			'code_verifier' => $attempt['verifier'],
		)
	);
	return $attempt['report'];
}

/** Asks the desk for a code that the customer types there. Throws Trouble. */
function begin_device(): void {
	$answer = ask( '/api/oauth/device', array( 'site' => site_host(), 'scope' => SCOPE ) );
	keep_device(
		$answer + array(
			'interval'   => 5,
			'expires_at' => time() + (int) $answer['expires_in'],
		)
	);
}

/** The code that waits for this administrator's customer to type it. */
function waiting_device(): ?array {
	$device = get_transient( own_name( 'device' ) );
	return is_array( $device ) ? $device : null;
}

function forget_device(): void {
	delete_transient( own_name( 'device' ) );
}

/** Asks once whether the code was typed, and not sooner than the desk wants; true when this site is connected. Throws Trouble. */
function poll_device(): bool {
	return locked(
		function () {
			$device = waiting_device();
			if ( null === $device || time() < $device['next_poll_at'] ) {
				return null !== connection();
			}
			try {
				finish(
					array(
						'grant_type'  => 'urn:ietf:params:oauth:grant-type:device_code',
						'device_code' => $device['device_code'],
					)
				);
			} catch ( Trouble $trouble ) {
				if ( in_array( $trouble->reason, array( 'authorization_pending', 'slow_down', 'no_answer' ), true ) ) {
					$device['interval'] += 'slow_down' === $trouble->reason ? 5 : 0;
					keep_device( $device );
					return false;
				}
				forget_device();
				$known = array(
					'access_denied' => denied_text(),
					'expired_token' => __( 'The code was not typed in time. Press Connect with a code for another one.', 'replify-troubleshooter' ),
				);
				throw isset( $known[ $trouble->reason ] ) ? new Trouble( $known[ $trouble->reason ] ) : $trouble;
			}
			forget_device();
			return true;
		}
	);
}

function keep_device( array $device ): void {
	$device['next_poll_at'] = time() + (int) $device['interval'];
	set_transient( own_name( 'device' ), $device, max( 1, $device['expires_at'] - time() ) );
}

function finish( array $grant ): void {
	try {
		$tokens = ask( '/api/oauth/token', $grant );
	} catch ( Trouble $trouble ) {
		if ( 'invalid_grant' !== $trouble->reason ) {
			throw $trouble;
		}
		throw new Trouble( __( 'That code was used already, or it took more than a minute to come here. Press Connect again.', 'replify-troubleshooter' ), $trouble->reason );
	}
	keep_connection( $tokens );
	try {
		$account = call( $tokens['access_token'], 'GET', '/api/oauth/userinfo' );
		update_option( ACCOUNT, (string) ( $account['email'] ?? '' ), false );
	} catch ( Trouble $trouble ) {
		// Nice to show, and nothing depends on it.
		delete_option( ACCOUNT );
	}
}

function denied_text(): string {
	return __( 'You did not allow it, so nothing was connected. Press Connect if you change your mind.', 'replify-troubleshooter' );
}

/** Of this administrator: another one's browser can't finish what theirs began. */
function own_name( string $what ): string {
	return SLUG . "_{$what}_" . get_current_user_id();
}

function random_text(): string {
	return base64url( random_bytes( 32 ) );
}

function base64url( string $bytes ): string {
	return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
}
