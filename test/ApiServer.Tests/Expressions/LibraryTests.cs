using Kybernet.ApiServer.Expressions;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tests.Expressions;

/// <summary>The functions Kubernetes and cel-go's extensions add. Facts: the examples in the documents of <c>apiserver/pkg/cel/library</c>.</summary>
public sealed class LibraryTests
{
    private static readonly Dictionary<string, JsonValue> s_names = new()
    {
        ["m"] = JsonValue.Null.With("a", JsonValue.Null.With("b", 1L)).With("list", JsonValue.From([JsonValue.From("x"), JsonValue.From("y")])),
    };

    [Theory]
    [InlineData("quantity('150Mi').isGreaterThan(quantity('100Mi')) && quantity('50M').isLessThan(quantity('100M'))")]
    [InlineData("quantity('50M').compareTo(quantity('50Mi')) == -1 && quantity('200M').compareTo(quantity('0.2G')) == 0")]
    [InlineData("quantity('50k').add(quantity('20k')) == quantity('70k') && quantity('50k').sub(20000) == quantity('30k')")]
    [InlineData("quantity('50k').add(20).sub(quantity('100k')).sub(-50000) == quantity('20')")]
    [InlineData("quantity('50k').asInteger() == 50000 && quantity('0.5').asApproximateFloat() == 0.5 && quantity('-1').sign() == -1")]
    [InlineData("isQuantity('1.3Gi') && !isQuantity('1,3G') && !isQuantity('200K') && !isQuantity('Three') && !quantity('0.5').isInteger()")]
    [InlineData("m.?a.?b.orValue(2) == 1 && m.?none.b.orValue(2) == 2 && m[?'none'].hasValue() == false")]
    [InlineData("m.?a.b == optional.of(1) && has(m.?a.b) && !has(m.?a.c)")]
    [InlineData("m.?list[?1].value() == 'y' && !m.list[?5].hasValue() && m.?list[0] == optional.of('x')")]
    [InlineData("m.?none.or(optional.of(3)).value() == 3 && optional.ofNonZeroValue('') == optional.none()")]
    [InlineData("m.?a.optMap(v, v.b + 1).orValue(0) == 2 && m.?a.optFlatMap(v, v.?none).orValue(7) == 7")]
    [InlineData("[1, ?optional.none(), ?optional.of(2)] == [1, 2] && size({?'a': optional.none(), 'b': 1}) == 1")]
    [InlineData("[optional.of(1), optional.none()].unwrapOpt() == [1] && optional.unwrap([optional.of(1)]) == [1]")]
    [InlineData("duration('1h30m').getMinutes() == 90 && duration('1m') < duration('61s') && string(duration('1.5h')) == '5400s'")]
    [InlineData("timestamp('2023-01-01T00:00:00Z') + duration('24h') == timestamp('2023-01-02T00:00:00Z')")]
    [InlineData("timestamp('2023-01-02T00:00:00Z') - timestamp('2023-01-01T00:00:00Z') == duration('24h')")]
    [InlineData("timestamp('2023-12-25T12:30:45.5Z').getFullYear() == 2023 && timestamp('2023-12-25T12:30:45Z').getMonth() == 11")]
    [InlineData("timestamp('2023-12-25T00:00:00Z').getDate() == 25 && timestamp('2023-12-25T00:00:00Z').getDayOfWeek() == 1")]
    [InlineData("timestamp('2023-12-25T00:00:00Z').getHours('-08:00') == 16 && int(timestamp('1970-01-01T00:01:00Z')) == 60")]
    [InlineData("string(timestamp('2023-12-25T12:30:45.5Z')) == '2023-12-25T12:30:45.5Z' && timestamp(60) < timestamp(61)")]
    [InlineData("ip('127.0.0.1').isLoopback() && ip('::1').family() == 6 && ip('0.0.0.0').isUnspecified()")]
    [InlineData("ip('169.254.169.254').isLinkLocalUnicast() && ip('224.0.0.1').isLinkLocalMulticast() && ip('192.168.0.1').isGlobalUnicast()")]
    [InlineData("!ip('255.255.255.255').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast() && ip('ff02::1').isLinkLocalMulticast()")]
    [InlineData("ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8::ABCD') && !isIP('::ffff:1.2.3.4') && !isIP('127.0.0.256')")]
    [InlineData("cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))")]
    [InlineData("cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24') && !cidr('192.168.1.0/24').containsCIDR(cidr('192.168.2.0/24'))")]
    [InlineData("cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24') && cidr('::1/128').prefixLength() == 128 && !isCIDR('::1/129')")]
    [InlineData("['10.0.0.1'].all(ip, isIP(ip)) && string(cidr('10.0.0.0/8').ip()) == '10.0.0.0'")]
    [InlineData("url('https://user:pass@example.com:80/path?query=val#fragment').getHost() == 'example.com:80'")]
    [InlineData("url('https://[::1]:80/').getHostname() == '::1' && url('https://[::1]:80/').getPort() == '80' && url('/path').getHost() == ''")]
    [InlineData("url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'")]
    [InlineData("url('https://example.com/path?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}")]
    [InlineData("isURL('/absolute-path') && !isURL('https://a:b:c/') && !isURL('../relative-path') && url('https://e.com').getScheme() == 'https'")]
    [InlineData("semver('1.2.3').compareTo(semver('2.0.0')) == -1 && semver('v1.0', true) == semver('1.0.0') && isSemver('0.1.0-alpha.1')")]
    [InlineData("semver('1.0.0').isGreaterThan(semver('1.0.0-rc.1')) && semver('1.0.0-rc.2').isLessThan(semver('1.0.0-rc.10')) && !isSemver('01.1.1')")]
    [InlineData("!format.dns1123Label().validate('my-label-name').hasValue() && format.dns1123Label().validate('A_').hasValue()")]
    [InlineData("format.named('uuid').value().validate('123e4567-e89b-12d3-a456-426614174000') == optional.none() && !format.named('x').hasValue()")]
    [InlineData("!format.date().validate('2021-01-01').hasValue() && format.datetime().validate('2021-01-01').value().size() == 1")]
    [InlineData("type(1) == int && type('a') == string && type([]) == list && type(1) != double && type(null) == null_type")]
    [InlineData("bytes('abc') == b'abc' && size(b'abc') == 3 && string(b'abc') == 'abc' && bool('true')")]
    [InlineData("'%s is %d (%.2f, %x)'.format(['a', 2, 1.5, 255]) == 'a is 2 (1.50, ff)' && '100%%'.format([]) == '100%'")]
    [InlineData("'abcab'.indexOf('ab', 1) == 3 && 'abcab'.lastIndexOf('ab', 2) == 0 && 'aaa'.replace('a', 'b', 2) == 'bba'")]
    [InlineData("'abc'.reverse() == 'cba' && 'a1b2'.findAll('[0-9]', 1) == ['1'] && strings.quote('a\"b') == '\"a\\\\\"b\"'")]
    [InlineData("[3, 1, 2].sort() == [1, 2, 3] && [1, 1, 2].distinct() == [1, 2] && [[1], [2, [3]]].flatten() == [1, 2, [3]]")]
    [InlineData("[1, 2, 3].slice(1, 3) == [2, 3] && lists.range(3) == [0, 1, 2] && [1, 2].reverse() == [2, 1]")]
    [InlineData("[1, 2].all(i, v, v == i + 1) && {'a': 1}.exists(k, v, k == 'a' && v == 1) && [5, 6].existsOne(i, v, v == 5)")]
    [InlineData("[5, 6].transformList(i, v, i + v) == [5, 7] && [5, 6].transformList(i, v, i > 0, v) == [6]")]
    [InlineData("{'a': 1, 'b': 2}.transformMap(k, v, v + 1) == {'a': 2, 'b': 3} && {'a': 1, 'b': 2}.transformMap(k, v, v > 1, k) == {'b': 'b'}")]
    [InlineData("{'a': 'x'}.transformMapEntry(k, v, {v: k}) == {'x': 'a'} && [1].map(v, [2].all(i, v, v == 2)) == [true]")]
    [InlineData("jsonpatch.escapeKey('k8s.io/my~label') == 'k8s.io~1my~0label'")]
    public void Evaluate_ExampleOfTheDocuments_IsTrue(string text)
    {
        var expression = Expression.Read(text, out var problem);

        Assert.Equal("", problem);
        Assert.Equal("", expression!.Needs().Unsupported);
        var evaluated = expression.Evaluate(s_names);
        Assert.Equal(("true", ""), (evaluated.Value.ToString(), evaluated.Error));
    }

    [Theory]
    [InlineData("quantity('1').none()", "the function 'none'")]
    [InlineData("nothing(1)", "the function 'nothing'")]
    [InlineData("'a'.charAt()", "the function 'charAt'")]
    public void Needs_WhatIsNoFunction_IsSaid(string text, string expected) => Assert.Equal(expected, Expression.Read(text, out _)!.Needs().Unsupported);
}
