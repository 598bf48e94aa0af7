<?php
/**
 * One request to a WordPress site that has one plugin, as far as that plugin can tell. What it calls of WordPress stands in wp-includes and
 * wp-admin, and behaves as WordPress' does: options are cached for the length of a request, and add_option() is not atomic.
 *
 * The request is a line of JSON on stdin; the answer is JSON on stdout. With `waits` it tells on descriptor 3 that it has read the options,
 * and goes on when stdin ends.
 */

$request = json_decode( fgets( STDIN ), true, 64, JSON_THROW_ON_ERROR );

define( 'ABSPATH', __DIR__ . '/' );
define( 'WP_DEBUG', $request['site']['isDebugging'] );
define( 'MINUTE_IN_SECONDS', 60 );
define( 'HOUR_IN_SECONDS', 3600 );
foreach ( $request['site']['constants'] as $name => $value ) {
	define( $name, $value );
}
$site   = $request['site'];
$user   = $request['user'];
$answer = array( 'status' => 200, 'location' => null, 'calls' => array() );

error_reporting( E_ALL );
ini_set( 'display_errors', 'stderr' );
set_error_handler(
	function ( $level, $message, $file, $line ) {
		throw new ErrorException( $message, 0, $level, $file, $line );
	}
);
register_shutdown_function(
	function () {
		global $answer;
		$answer['html'] = ob_get_clean();
		echo json_encode( $answer, JSON_THROW_ON_ERROR );
	}
);

/** By the clock of the site, which the test puts forward. */
function site_time() {
	global $site;
	return time() + $site['secondsAhead'];
}

foreach ( array( 'hooks', 'options', 'formatting', 'http', 'users', 'cron' ) as $file ) {
	require __DIR__ . "/wp-includes/$file.php";
}

$target   = parse_url( $request['path'] );
$_GET     = array();
parse_str( $target['query'] ?? '', $_GET );
parse_str( $request['form'] ?? '', $_POST );
// As WordPress does, whatever PHP is set to.
$_GET     = add_slashes_to( $_GET );
$_POST    = add_slashes_to( $_POST );
$_REQUEST = $_POST + $_GET;

if ( $request['waits'] ) {
	array_map( 'get_option', array_keys( read_options() ) );
	file_put_contents( 'php://fd/3', "ready\n" );
	stream_get_contents( STDIN );
}

require __DIR__ . '/plugin-clock.php';
ob_start();
if ( 'uninstall.php' === $target['path'] ) {
	define( 'WP_UNINSTALL_PLUGIN', true );
	require "{$site['plugin']}/uninstall.php";
	exit;
}
foreach ( glob( "{$site['plugin']}/*.php" ) as $file ) {
	if ( 'uninstall.php' !== basename( $file ) ) {
		require $file;
	}
}
do_action( 'init' );
if ( 'eval' === $target['path'] ) {
	eval( wp_unslash( $_POST['code'] ) );
	exit;
}
if ( 'wp-cron.php' === $target['path'] ) {
	run_cron();
	exit;
}
require_once __DIR__ . '/wp-admin/menu.php';
if ( 'wp-admin/admin-post.php' === $target['path'] ) {
	do_action( 'admin_init' );
	do_action( 'admin_post_' . wp_unslash( $_POST['action'] ) );
	exit;
}
do_action( 'admin_menu' );
do_action( 'admin_init' );
show_admin_page( wp_unslash( $_GET['page'] ) );
