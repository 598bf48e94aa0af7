<?php
/** Speaks with the desk over HTTP, and turns each refusal into words that say what to do. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

/** As long as WordPress itself waits: longer calls are cut off by many hosts. */
const TIMEOUT_SECONDS = 5;

/** What went wrong, for the customer to read. */
class Trouble extends \RuntimeException {
	/** What the desk calls it, as in `invalid_grant`. */
	public $reason;

	public function __construct( string $message, string $reason = '' ) {
		parent::__construct( $message );
		$this->reason = $reason;
	}
}

/** What this site had of the connection is worth nothing any more. */
class Disconnected extends Trouble {}

function desk_url( string $path = '' ): string {
	return untrailingslashit( REPLIFY_TROUBLESHOOTER_DESK ) . $path;
}

/** Asks an endpoint of OAuth: a form goes in, JSON comes out. Throws Trouble. */
function ask( string $path, array $form ): array {
	return send( 'POST', $path, array( 'body' => array( 'client_id' => REPLIFY_TROUBLESHOOTER_CLIENT_ID ) + $form ) );
}

/** Calls the API. With a key a repeat after a lost answer does nothing twice. Throws Trouble. */
function call( string $access_token, string $method, string $path, ?array $body = null, string $key = '' ): array {
	$args = array( 'headers' => array( 'Authorization' => "Bearer $access_token" ) );
	if ( null !== $body ) {
		$args['headers']['Content-Type'] = 'application/json';
		$args['body']                    = wp_json_encode( $body );
	}
	if ( '' !== $key ) {
		$args['headers']['Idempotency-Key'] = $key;
	}
	return send( $method, $path, $args );
}

function send( string $method, string $path, array $args ): array {
	$response = wp_remote_request(
		desk_url( $path ),
		$args + array(
			'method'      => $method,
			'timeout'     => TIMEOUT_SECONDS,
			// What is sent is for the desk alone.
			'redirection' => 0,
			// WordPress' own would tell the address of the site.
			'user-agent'  => 'Replify-Troubleshooter/' . VERSION,
		)
	);
	if ( is_wp_error( $response ) ) {
		/* translators: %s: what the network says, in English */
		$text = __( 'Support did not answer (%s). Nothing is lost: try again in a minute. If it stays so, ask your host whether this site may call other servers.', 'replify-troubleshooter' );
		throw new Trouble( sprintf( $text, $response->get_error_message() ), 'no_answer' );
	}
	$status = (int) wp_remote_retrieve_response_code( $response );
	$answer = json_decode( wp_remote_retrieve_body( $response ), true );
	$answer = is_array( $answer ) ? $answer : array();
	if ( $status < 200 || $status > 299 ) {
		throw refusal( $status, $answer, (int) wp_remote_retrieve_header( $response, 'retry-after' ) );
	}
	return $answer;
}

function refusal( int $status, array $answer, int $retry_after ): Trouble {
	$reason = (string) ( $answer['error'] ?? $answer['code'] ?? $status );
	if ( in_array( $reason, array( 'invalid_client', 'unauthorized_client' ), true ) ) {
		return new Trouble( __( 'Support does not know this plugin, or has switched it off. Update the plugin; if that does not help, tell its author.', 'replify-troubleshooter' ), $reason );
	}
	if ( in_array( $status, array( 429, 503 ), true ) || 'in_progress' === $reason ) {
		/* translators: %d: seconds */
		return new Trouble( sprintf( __( 'Support is busy. Try again in %d seconds.', 'replify-troubleshooter' ), max( 1, $retry_after ) ), $reason );
	}
	$advice = array(
		401 => __( 'Support does not know this connection any more. Disconnect this site, and connect it again.', 'replify-troubleshooter' ),
		403 => __( 'You allowed this site less than it needs here. Disconnect it, and connect it again.', 'replify-troubleshooter' ),
		404 => __( 'Support has no such ticket of yours. Go back to your tickets.', 'replify-troubleshooter' ),
		413 => __( 'That is too much for one ticket. Untick some of the site information, and send it again.', 'replify-troubleshooter' ),
	);
	if ( isset( $advice[ $status ] ) ) {
		return new Trouble( $advice[ $status ], 401 === $status ? 'unauthorized' : $reason );
	}
	return new Trouble( described( $status, $answer ), $reason );
}

/** In the desk's own words, which are English. */
function described( int $status, array $answer ): string {
	$said = array( $answer['detail'] ?? $answer['error_description'] ?? '' );
	foreach ( $answer['issues'] ?? array() as $issue ) {
		$said[] = "{$issue['path']}: {$issue['message']}";
	}
	/* translators: 1: HTTP status, 2: what the desk says, in English, 3: a number to tell support */
	$text = __( 'Support refused this (%1$d): %2$s Change it and try again; if that does not help, tell support this number: %3$s', 'replify-troubleshooter' );
	return sprintf( $text, $status, trim( implode( ' ', $said ) ), $answer['requestId'] ?? '–' );
}
