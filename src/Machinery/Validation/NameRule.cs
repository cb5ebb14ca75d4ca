using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// What a kind demands of its objects' names: the messages of what is wrong, none when nothing is. One of <see cref="ObjectNames"/>, or a
/// kind's own. Upstream: <c>ValidateNameFunc</c> of <c>api/validation/generic.go</c>.
/// </summary>
/// <param name="name">The name, or the beginning of one.</param>
/// <param name="prefix">The name is a <c>generateName</c>, to which characters will be appended.</param>
public delegate ListOf<string> NameRule(string name, bool prefix);
